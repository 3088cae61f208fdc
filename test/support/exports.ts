/** Reads which names a file exports, and which names of other files it uses. */
import { dirname, join, relative } from 'node:path'
import { withoutComments } from './imports.ts'

const declaration =
  /^export (?:declare )?(?:default )?(?:async )?(?:abstract )?(?:const|let|function\*?|class|interface|type|enum) ?\*? ?(\w+)/gm
const exportList = /^export (?:type )?\{([^}]*)\}( from '([^']+)')?/gm
const importList = /^import (?:type )?(?:\w+,? ?)?(?:\{([^}]*)\})? ?from '([^']+)'/gm
const wholeImport =
  /\bimport (?:type )?\* as \w+ from '([^']+)'|^export \* from '([^']+)'|^import '([^']+)'/gm
/** `import('x').then(({ a, b }) => …)` uses those names. */
const dynamicNames = /\bimport\(\s*'([^']+)',?\s*\)\.then\(\s*\(\{([^}]*)\}\)/g
const dynamicImport = /\bimport\(\s*'([^']+)',?\s*\)(?!\.then\(\s*\(\{)/g

/** Names that the file itself declares and exports. */
export function declaredExports(text: string): string[] {
  const code = withoutComments(text)
  const lists = [...code.matchAll(exportList)].filter((match) => match[2] === undefined)
  return [
    ...[...code.matchAll(declaration)].map((match) => match[1]!),
    ...lists.flatMap((match) => namesIn(match[1]!)),
  ]
}

/**
 * What the file uses of other files, as `path name`, or `path *` if it imports everything. Paths are relative to the same
 * folder as `file`.
 */
export function usesIn(file: string, text: string): Set<string> {
  const code = withoutComments(text)
  const uses = new Set<string>()
  const resolve = (specifier: string) =>
    specifier.startsWith('.') ? relative('.', join(dirname(file), specifier)) : specifier
  for (const [, names, from] of code.matchAll(importList)) {
    for (const name of namesIn(names ?? '')) uses.add(`${resolve(from!)} ${name}`)
  }
  for (const [, names, , from] of code.matchAll(exportList)) {
    if (from !== undefined) for (const name of namesIn(names!)) uses.add(`${resolve(from)} ${name}`)
  }
  for (const match of code.matchAll(wholeImport)) uses.add(`${resolve(match[1] ?? match[2] ?? match[3]!)} *`)
  for (const [, from, names] of code.matchAll(dynamicNames)) {
    for (const name of namesIn(names!)) uses.add(`${resolve(from!)} ${name}`)
  }
  for (const match of code.matchAll(dynamicImport)) uses.add(`${resolve(match[1]!)} *`)
  return uses
}

/** The names of `{ a, type B, c as d }` as the other file knows them: a, B, c. */
function namesIn(list: string): string[] {
  return list
    .split(',')
    .map((item) =>
      item
        .trim()
        .replace(/^type /, '')
        .split(/ as |:/)[0]!
        .trim(),
    )
    .filter((name) => name !== '')
}
