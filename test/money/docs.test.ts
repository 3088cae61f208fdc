import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import * as money from '../../src/money/index.ts'

const docs = readFileSync(new URL('../../docs/money.md', import.meta.url), 'utf8')
const source = JSON.stringify(new URL('../../src/money/index.ts', import.meta.url).href)

it('the example of docs/money.md prints what the page says', () => {
  const code = /```ts\n(.*?)```/s.exec(docs)![1]!.replace("'headwater/money'", source)
  const output = /It prints\n\n```text\n(.*?)```/s.exec(docs)![1]
  expect(execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' })).toBe(
    output,
  )
})

it('docs/money.md names every function and constant of the library', () => {
  for (const [name, value] of Object.entries(money)) {
    expect(docs, name).toContain(typeof value === 'function' ? `${name}(` : `\`${name}\``)
  }
})
