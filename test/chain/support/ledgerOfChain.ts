/** A ledger in memory that watches a scripted chain, and its registry, books and claims, as they can be compared. */

import { createClaimReader } from '../../../src/chain/distributor/claims.ts'
import { openRequests } from '../../../src/ingest/index.ts'
import { followRegistry } from '../../../src/log/followRegistry.ts'
import { claimsSeen } from '../../../src/log/publication/claimsSeen.ts'
import { createRegistry } from '../../../src/registry/index.ts'
import { createSettlement } from '../../../src/settlement/index.ts'
import { ClaimTable } from '../../../src/settlement/publish/claimTable.ts'
import { followClaims } from '../../../src/settlement/publish/followClaims.ts'
import { createWriterWorld, type SharedEngines } from '../../ingest/writer/world.ts'
import { collect } from '../../support/collect.ts'
import { createMemoryBooks } from '../../support/memoryBooks.ts'
import { createMemoryEventStore } from '../../support/memoryEventStore.ts'
import { createMemoryWriter } from '../../support/memoryIngest.ts'
import { createMemoryKeptFiles } from '../../support/memoryKeptFiles.ts'
import { createMemoryLists } from '../../support/memoryLists.ts'
import { createMemoryRefused } from '../../support/memoryRefused.ts'
import { createMemoryUsage } from '../../support/memoryUsage.ts'
import { withRecordedDigests } from '../../support/workers/ledger.ts'
import { endpointsOf } from './process.ts'
import type { ScriptedEndpoint } from './rpc.ts'
import { accounts, distributor, firstEvents, token } from './scriptedEconomy.ts'

const clock = () => new Date('2030-01-01T00:00:00Z')
const randomBytes = (count: number) => crypto.getRandomValues(new Uint8Array(count))
const claimsStream = 'claims'
/** Blocks above a claim before it is read: fewer than reorgs are deep. */
const confirmations = 1

export type LedgerOfChain = Awaited<ReturnType<typeof createLedgerOfChain>>

export async function createLedgerOfChain(chain: string) {
  const events = createMemoryEventStore(clock)
  const usage = createMemoryUsage()
  const engines: SharedEngines = {
    events,
    refused: createMemoryRefused(),
    usage: createMemoryWriter(usage.rows, usage),
  }
  const books = createMemoryBooks()
  const submit = async (text: string) => {
    const world = await createWriterWorld(engines)
    await world.writer.catchUp()
    const requests = await openRequests(world.writer, { partition: 'local', refused: world.refused })
    return requests.submit(Buffer.from(text), { origin: 'test' })
  }
  const settlement = async () => {
    const registry = createRegistry()
    await followRegistry(events, registry)
    return createSettlement({
      ...{ events, books, registry, randomBytes, clock },
      refused: engines.refused,
      treeFiles: createMemoryKeptFiles(),
      flowFiles: createMemoryKeptFiles(),
      usage: withRecordedDigests(usage, events),
      lists: createMemoryLists(usage.rows, usage),
      exclusively: (work) => work(),
      closeAheadHoursMax: undefined,
      alone: true,
    })
  }
  await submit(firstEvents(chain))
  return {
    engines,
    submit,
    recorded(): ReadonlySet<string> {
      const attempts = new Set(
        events.log
          .filter(({ type }) => type === 'BatchRecorded')
          .map(({ data }) => (data as { attempt: string }).attempt),
      )
      return new Set(usage.rows.filter(({ attempt }) => attempts.has(attempt)).map(({ id }) => id))
    },
    close: async (until: string) => (await settlement()).close({ until }),
    /** What each payee earned in all epochs, and what waits: in the smallest coin. */
    async earned(): Promise<Record<string, bigint>> {
      const now = await settlement()
      const sums = new Map<string, bigint>()
      const add = (name: string, amount: string) => sums.set(name, (sums.get(name) ?? 0n) + atomsOf(amount))
      const epochs = await collect(now.epochs())
      for (const { epoch, totals } of epochs) {
        for (const { payee, earned } of await collect(now.statements(epoch))) add(payee, earned)
        add('rounding', totals.USDC?.rounding ?? '0')
      }
      const { suspense = '0', pending = '0' } = epochs.at(-1)?.totals.USDC ?? {}
      add('suspense', suspense)
      add('pending', pending)
      return Object.fromEntries([...sums].filter(([, sum]) => sum !== 0n).sort())
    },
    /** Facts of the chain by id, without their times: a transaction may have been mined again. */
    facts(): Map<string, { readonly type: string; readonly data: string }> {
      const facts = events.log.filter(
        ({ stream, data }) =>
          stream === 'registry' && String((data as { source: string }).source).startsWith('chain:'),
      )
      return new Map(
        facts.map(({ type, data }) => {
          const { id, time: _, effectiveFrom: __, ...rest } = data as Record<string, unknown>
          return [String(id), { type, data: JSON.stringify(rest) }]
        }),
      )
    },
    /** Ids of registry events that the chain has lost and not again. */
    lostFacts(): Set<string> {
      const lost = new Set<string>()
      for (const { type, data } of events.log) {
        if (type !== 'ChainNoted') continue
        for (const { kind, place } of (data as { listed?: { kind: string; place: string }[] }).listed ?? []) {
          if (kind === 'registryLost') lost.add(place)
          if (kind === 'registryBack') lost.delete(place)
        }
      }
      return lost
    },
    /** Reads claims back. @throws HeadwaterError `chain.*` */
    async follow(endpoints: readonly ScriptedEndpoint[]): Promise<void> {
      const reader = createClaimReader(endpointsOf(endpoints), distributor, confirmations)
      const leaves = accounts.map((account) => ({ account, token }))
      await followClaims(
        reader,
        {
          async totals() {
            const { revision, block = null, hash, totals } = await claimsTable(events)
            const of = [...totals].map(([each, claimed]) => ({ token: each, claimed: claimed.toString() }))
            return { revision, block, totals: of, ...(hash !== undefined && { hash }) }
          },
          async record({ revision, block, hash, claims }) {
            const data = { block, ...(hash !== undefined && { hash }), claims: [...claims] }
            const expectedRevision = revision < 0 ? ('none' as const) : revision
            const event = claimsSeen.create(`claims-${revision}`, data)
            await events.append([{ stream: claimsStream, expectedRevision, events: [event] }])
          },
          async *leaves() {
            yield* leaves
          },
        },
        0,
        [token],
      )
    },
    async claimed(): Promise<Record<string, string>> {
      const table = await claimsTable(events)
      return Object.fromEntries(accounts.map((account) => [account, table.of(account, token).toString()]))
    },
  }
}

async function claimsTable(events: Parameters<ClaimTable['read']>[0]): Promise<ClaimTable> {
  const table = new ClaimTable()
  await table.read(events, claimsStream)
  return table
}

/** Amounts of the simulation are whole coins of the smallest kind. */
function atomsOf(amount: string): bigint {
  const [whole, part = ''] = amount.split('.') as [string, string?]
  const negative = whole.startsWith('-')
  const digits = BigInt(`${whole.replace('-', '')}${part.padEnd(18, '0')}`)
  return negative ? -digits : digits
}
