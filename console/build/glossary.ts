/** Gives the pages the words of docs/glossary.md, each with its sentence, as the module `virtual:glossary`. */
import { readFile } from 'node:fs/promises'
import type { Plugin } from 'vite'

const name = 'virtual:glossary'
const resolved = `\0${name}`

export function glossary(page: string): Plugin {
  return {
    name: 'headwater-glossary',
    resolveId: (id) => (id === name ? resolved : undefined),
    async load(id) {
      if (id !== resolved) return undefined
      this.addWatchFile(page)
      return `export default ${JSON.stringify(wordsOf(await readFile(page, 'utf8')))}`
    },
  }
}

/** The rows of the page's tables. A row may define several words, and a word may say in brackets what it is about. */
export function wordsOf(page: string): Record<string, string> {
  const words: Record<string, string> = {}
  for (const [, word, meaning] of page.matchAll(/^\| ([^|]+) \| (.+) \|$/gm)) {
    if (word === 'word' || /^-+$/.test(word!)) continue
    for (const one of plain(word!).split(', '))
      words[one.replace(/ \(.*\)$/, '')] ??= sentence(plain(meaning!))
  }
  return words
}

/** Without the marks of Markdown. */
function plain(text: string): string {
  return text.replace(/`/g, '').replace(/\[([^\]]+)\]\([^)]+\)/g, '$1')
}

function sentence(text: string): string {
  const begun = `${text[0]!.toUpperCase()}${text.slice(1)}`
  return /[.!?]$/.test(begun) ? begun : `${begun}.`
}
