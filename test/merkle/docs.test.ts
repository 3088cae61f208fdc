import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const docs = readFileSync(new URL('../../docs/merkle.md', import.meta.url), 'utf8')
const library = new URL('../../src/merkle/index.ts', import.meta.url)

it('the example of docs/merkle.md prints what the page says', () => {
  const code = /```ts\n(.*?)```/s.exec(docs)![1]!.replace("'headwater/merkle'", JSON.stringify(library.href))
  const output = /It prints\n\n```text\n(.*?)```/s.exec(docs)![1]
  const root = fileURLToPath(new URL('../..', import.meta.url))
  expect(
    execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: root, encoding: 'utf8' }),
  ).toBe(output)
})
