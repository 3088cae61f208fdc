/** Reports how the books differ from what they must be: one line for each difference, nothing if they agree. */
import { isDeepStrictEqual } from 'node:util'
import type { Headwater } from '../../src/service/headwater.ts'
import { collect } from '../../test/support/collect.ts'
import { outcome } from '../../test/support/playSimulation.ts'
import type { ExpectedBooks, TopicRecord } from './books.ts'

const shownMax = 20

export async function compare(
  headwater: Headwater,
  expected: ExpectedBooks,
  deadLetters: readonly TopicRecord[],
): Promise<string[]> {
  try {
    const differences = deepDifferences('epochs', await outcome(headwater), expected.epochs)
    for (const report of await collect(headwater.verify())) {
      for (const check of report.checks)
        if (!check.ok) differences.push(`verify ${report.epoch}: ${JSON.stringify(check)}`)
    }
    const listed = await refusedIds(headwater)
    const lettered = new Map(
      deadLetters.map(({ key, value, headers }) => [key, `${headers['headwater-code']} ${value}`]),
    )
    if (new Set(listed.map(([id]) => id)).size !== listed.length)
      differences.push('the refused list has an event twice')
    differences.push(
      ...missing('is not in the refused list', expected.open, new Map(listed)),
      // A process that was paused may list an event again that another one has accepted: see docs/faults.md.
      ...missing('is in the refused list and was no fault', new Map(listed), expected.refused),
      ...missing('is not in the dead-letter topic', expected.refused, lettered),
      ...missing('is in the dead-letter topic and was no fault', lettered, expected.refused),
    )
    return differences.length > shownMax
      ? [...differences.slice(0, shownMax), `and ${differences.length - shownMax} more differences`]
      : differences
  } finally {
    await headwater.shutdown()
  }
}

async function refusedIds(headwater: Headwater): Promise<[string, string][]> {
  const entries: [string, string][] = []
  let cursor: string | undefined
  do {
    const page = await headwater.refused({ limit: 500, ...(cursor !== undefined && { cursor }) })
    for (const { id, code, raw } of page.items) entries.push([id, `${code} ${raw}`])
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  return entries
}

function missing(
  what: string,
  wanted: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, string>,
): string[] {
  return [...wanted].filter(([id]) => !found.has(id)).map(([id, text]) => `${id} ${what}: ${text}`)
}

function deepDifferences(path: string, actual: unknown, wanted: unknown): string[] {
  if (isDeepStrictEqual(actual, wanted)) return []
  if (!isObject(actual) || !isObject(wanted))
    return [`${path} is ${JSON.stringify(actual)} and must be ${JSON.stringify(wanted)}`]
  const names = new Set([...Object.keys(actual), ...Object.keys(wanted)])
  return [...names].flatMap((name) => deepDifferences(`${path}.${name}`, actual[name], wanted[name]))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
