/** docs/lineage.md agrees with the code: its policy is one, and its tables have every field, format and reason. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { exportFormats } from '../../src/importing/export/index.ts'
import { importPolicy, importReport, parsePolicy } from '../../src/importing/index.ts'

const page = readFileSync('docs/lineage.md', 'utf8')

/** The first cells of the table below a heading, with every name in them. */
function namesUnder(heading: string): string[] {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`))!
  return [...section.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell]) =>
    [...cell!.matchAll(/`(\w+)`/g)].map(([, name]) => name!),
  )
}

test('the policy of the page is one that an import takes', () => {
  const [, json] = /```json\n([\s\S]*?)```/.exec(page)!
  expect(parsePolicy(JSON.parse(json!)).terms).toHaveLength(3)
})

test('the page lists every field of a policy', () => {
  expect(namesUnder('The policy').sort()).toEqual(Object.keys(importPolicy.shape).sort())
})

test('the page lists every reason for which an edge is left out', () => {
  const reasons = importReport.shape.leftOut.unwrap().shape.reason.options
  const listed = namesUnder('The report')
  expect([...reasons].sort()).toEqual(listed.sort())
})

test('the page lists every format of an export', () => {
  expect(namesUnder('Export').sort()).toEqual([...exportFormats].sort())
})
