/** What every `DescriptionLists` answers. The reference reads the same rows in the slow, obvious way. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UsageEngine } from '../../../src/projections/index.ts'
import { type DescriptionLists, paymentStates } from '../../../src/usage/descriptionLists.ts'
import type { StoredCall } from '../../../src/usage/kinds/call.ts'
import type { StoredCorrection } from '../../../src/usage/kinds/correction.ts'
import type { StoredDescription } from '../../../src/usage/kinds/description.ts'
import type { ListPart } from '../../../src/usage/listPart.ts'
import { memoryDescriptions } from '../../support/memoryDescriptions.ts'
import { runs } from '../../support/properties.ts'
import { call, testIdentity, toCallColumns, toColumns } from '../support/calls.ts'
import { type OpenStore, unique, uniqueKey } from '../support/store.ts'

const now = 1_700_000_000_000_500
const small = fc.nat({ max: 3 })
const said = {
  payment: small,
  asset: fc.constantFrom('tool:a', 'tool:b'),
  caller: fc.constantFrom('', 'c'),
  inputTokens: fc.constantFrom(-1, 5),
  providerCallId: fc.constantFrom('', 'p', 'q'),
  time: small,
}
const source = fc.constantFrom('chain:x', 'chain:y', 'gateway')
const arbitraryBatch = fc.record({
  calls: fc.uniqueArray(fc.record({ ...said, source, isBare: fc.boolean() }), {
    maxLength: 6,
    // The identity index lets no call of a payment in twice.
    selector: ({ source, payment, isBare }) => `${source === 'gateway'} ${payment} ${isBare}`,
  }),
  descriptions: fc.array(fc.record({ ...said, validBefore: fc.constantFrom(-1, now - 1, now, now + 1) }), {
    maxLength: 6,
  }),
  refunds: fc.array(fc.record({ source, payment: small, type: fc.constantFrom('refunded', 'disputed') }), {
    maxLength: 2,
  }),
})

export function descriptionsContract(name: string, open: OpenStore, worlds = 6): void {
  describe(`lists of descriptions: ${name}`, () => {
    let store: Awaited<ReturnType<OpenStore>>
    let usage: UsageEngine
    beforeAll(async () => {
      store = await open()
      usage = store.usage
    })
    afterAll(() => store.dispose())

    it('are those of the reference, page by page, and so are payments that were made twice', async () => {
      await fc.assert(
        fc.asyncProperty(arbitraryBatch, fc.boolean(), async (batch, isStray) => {
          const partition = unique('described')
          const key = { partition, revision: 0, attempt: uniqueKey() }
          const rows = rowsOf(batch, unique('0x'))
          await usage.writer.insert(key, {
            call: toCallColumns(rows.calls),
            correction: toColumns('correction', rows.corrections),
            description: toColumns('description', rows.descriptions),
          })
          let row = 0
          const stored = <Row>(list: readonly object[]) =>
            list.map((values) => ({ ...values, ...key, row: row++ })) as unknown as Row[]
          const calls = stored<StoredCall>(
            rows.calls.map((one) => ({ ...one, identity: testIdentity(one).toString('hex') })),
          )
          const reference = memoryDescriptions(
            calls,
            stored<StoredCorrection>(rows.corrections),
            stored<StoredDescription>(rows.descriptions),
          )
          const scope = {
            watermarks: new Map([[partition, 0]]),
            strayAttempts: isStray ? [key] : [],
            excludedRows: calls.length > 1 ? [calls[1]!] : [],
          }
          const payments = rows.descriptions.map(({ payment }) => payment).slice(1)
          const ids = calls.map(({ id }) => id).slice(1)
          const each = async (lists: DescriptionLists) => ({
            states: await Promise.all(
              [undefined, ...paymentStates].map((state) =>
                pages(
                  (part) => lists.descriptions(scope, { state, now }, part as never),
                  (one) => one,
                ),
              ),
            ),
            doubles: await pages(
              (part) => lists.doublePayments(scope, part as never),
              ({ call }) => call,
            ),
            describing: sorted(payments.length > 0 ? await lists.describing(payments) : []),
            named: sorted(ids.length > 0 ? await lists.callsNamed('chain:x', ids) : []),
          })
          expect(await each(usage.lists)).toEqual(await each(reference))
        }),
        runs(worlds),
      )
    })
  })
}

type Batch = typeof arbitraryBatch extends fc.Arbitrary<infer Of> ? Of : never

function rowsOf({ calls, descriptions, refunds }: Batch, token: string) {
  const key = (payment: number) =>
    `eip155:1/0x${Buffer.from(token).toString('hex').padStart(40, '0').slice(-40)}/0x${'cd'.repeat(20)}/${payment}`
  const idOf = (payment: number, isBare = false) => (isBare ? `${token}/${payment}` : key(payment))
  const timeOf = (time: number) => 1_700_000_000_000_000 + time
  const identity = (text: string) => testIdentity({ source: text, id: token }).toString('hex')
  return {
    calls: calls.map(({ payment, isBare, time, ...rest }) =>
      call({ ...rest, id: idOf(payment, isBare), time: timeOf(time), amount: 5n }),
    ),
    descriptions: descriptions.map(({ payment, time, ...rest }, index) => ({
      ...{ identity: identity(`d${index}`), content: identity('c'), source: 'g', id: `d${index}` },
      ...{ time: timeOf(time), payment: key(payment), version: '', outputTokens: -1, cacheReadTokens: -1 },
      ...{ cacheWriteTokens: -1, traceId: '', currency: '', amount: 0n, ...rest },
    })),
    corrections: refunds.map(({ source, payment, type }, index) => ({
      ...{ identity: identity(`r${index}`), content: identity('c'), source: 'g', id: `r${index}` },
      ...{ time: timeOf(9), type, targetSource: source, targetId: key(payment), currency: '', amount: 0n },
      ...{ target: testIdentity({ source, id: key(payment) }).toString('hex'), whole: true, reason: '' },
    })),
  }
}

/** All items, read in pages of two. */
async function pages<Item, Place>(
  read: (part: ListPart<Place>) => Promise<Item[]>,
  placeOf: (item: Item) => Place,
): Promise<Item[]> {
  const items: Item[] = []
  for (;;) {
    const last = items.at(-1)
    const page = await read({ limit: 2, ...(last !== undefined && { after: placeOf(last) }) })
    items.push(...page)
    if (page.length < 2) return items
  }
}

function sorted<Row extends { readonly row: number }>(rows: readonly Row[]): Row[] {
  return [...rows].sort((one, other) => one.row - other.row)
}
