import { readdirSync, readFileSync } from 'node:fs'
import { format } from 'node:util'
import { expect, it } from 'vitest'
import * as attribution from '../../src/attribution/index.ts'
import * as money from '../../src/money/index.ts'

const folder = new URL('../../src/attribution/', import.meta.url)

/** The examples of all docstrings: code, then what it prints in comments. */
const examples = readdirSync(folder)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.wasm.ts'))
  .flatMap((name) => {
    const docstrings = readFileSync(new URL(name, folder), 'utf8').matchAll(
      / \* @example\n(.*?)\n \*(?:\/|\n)/gs,
    )
    return [...docstrings].map(([, text]) => [name, text!.replaceAll(/^ \* /gm, '')] as const)
  })

it.each(examples)('the example in %s prints what it says', (_, text) => {
  const printed: string[] = []
  const console = { log: (...values: unknown[]) => printed.push(format(...values).trimEnd()) }
  const known = { ...attribution, ...money, console }
  new Function(...Object.keys(known), text)(...Object.values(known))
  expect(printed).toEqual([...text.matchAll(/^\/\/ (.*)$/gm)].map(([, line]) => line))
})

it('every function of the library that takes money or a graph has an example', () => {
  expect(examples.map(([name]) => name).sort()).toEqual([
    'allocate.ts',
    'caps.ts',
    'cuts.ts',
    'explain.ts',
    'flow.ts',
    'graph.ts',
    'lineage.ts',
  ])
})
