import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import * as attribution from '../../src/attribution/index.ts'

const docs = readFileSync(new URL('../../docs/attribution.md', import.meta.url), 'utf8')
const source = (name: string) => JSON.stringify(new URL(`../../src/${name}/index.ts`, import.meta.url).href)

it('the example of docs/attribution.md prints what the page says', () => {
  const code = /```ts\n(.*?)```/s
    .exec(docs)![1]!
    .replace("'headwater/attribution'", source('attribution'))
    .replace("'headwater/money'", source('money'))
  const output = /It prints\n\n```text\n(.*?)```/s.exec(docs)![1]
  expect(execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' })).toBe(
    output,
  )
})

it('docs/attribution.md names every function of the library', () => {
  const functions = Object.entries(attribution).filter(([, value]) => typeof value === 'function')
  for (const [name] of functions) expect(docs, name).toContain(`${name}(`)
})
