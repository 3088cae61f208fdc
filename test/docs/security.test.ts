/** docs/security.md: each attack names a test that exists. */
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { auditActions } from '../../src/service/schemas/index.ts'

const page = readFileSync('docs/security.md', 'utf8')
const attacks = page
  .slice(page.indexOf('## Attacks'))
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| attack '))
  .map((line) => line.split('|').map((cell) => cell.trim()))

test('there are attacks to test', () => {
  expect(attacks.length).toBeGreaterThan(15)
})

test.each(attacks.map(([, attack, , tests]) => [attack, tests]))('%s: has its test', (_attack, tests) => {
  const named = [...tests!.matchAll(/`(test\/[^`]+)`: "([^"]+)"/g)]
  expect(named.length).toBeGreaterThan(0)
  for (const [, file, name] of named) {
    expect(existsSync(file!), file).toBe(true)
    const titles =
      readFileSync(file!, 'utf8').match(/\b(?:test|it)\b[^\n]*|^\s*(['"`]).*\1,$|^\s*\]\)\(.*$/gm) ?? []
    expect(
      titles.some((title) => title.includes(name!)),
      `${file} has the test ${name}`,
    ).toBe(true)
  }
})

test('the page explains every action of the audit', () => {
  for (const action of auditActions) expect(page).toContain(`\`${action}\``)
})
