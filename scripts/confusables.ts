/**
 * Writes src/base/confusables/table.ts from Unicode's confusables.txt (UTS #39):
 * `node scripts/confusables.ts confusables.txt`. Each version of the file is at
 * https://www.unicode.org/Public/security/<version>/confusables.txt, and in the sources of ICU.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const target = fileURLToPath(new URL('../src/base/confusables/table.ts', import.meta.url))
const lineWidth = 240

const text = readFileSync(process.argv[2]!, 'utf8')
const version = /^# Version: (\S+)$/m.exec(text)?.[1]
if (version === undefined) throw new Error('this is not a confusables.txt: it has no version')

const entries: { code: number; prototype: number[] }[] = []
for (const line of text.split('\n')) {
  const found = /^\uFEFF?([0-9A-F]+) ;\t([0-9A-F ]+?) ;\tMA\t/.exec(line)
  if (found === null) continue
  const prototype = found[2]!.split(' ').map((digits) => Number.parseInt(digits, 16))
  entries.push({ code: Number.parseInt(found[1]!, 16), prototype })
}
entries.sort((one, other) => one.code - other.code)

/** In two parts, so that this file itself exports nothing. */
const declaration = ['export', 'const confusables ='].join(' ')

let before = 0
const words = entries.map(({ code, prototype }) => {
  const word = [code - before, ...prototype].map((number) => number.toString(36)).join('.')
  before = code
  return word
})

const lines: string[] = ['']
for (const word of words) {
  if (lines.at(-1)!.length + word.length >= lineWidth) lines.push('')
  lines[lines.length - 1] += `${lines.at(-1) === '' ? '' : ' '}${word}`
}

writeFileSync(
  target,
  `/**
 * Made by scripts/confusables.ts from Unicode's confusables.txt, version ${version}; not changed by hand.
 * © Unicode, Inc. Unicode and the Unicode Logo are registered trademarks of Unicode, Inc. in the U.S. and other
 * countries. Used under the Unicode License v3: https://www.unicode.org/license.txt
 *
 * An entry is a character and what it looks like, in base 36: the difference of its code point to that of the entry
 * before, then the code points of its prototype.
 */
${declaration} \`
${lines.join('\n')}
\`
`,
)
