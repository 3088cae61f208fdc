/**
 * Refused events, stored as they arrived. An entry is opened when its event is refused, and closed when the event was
 * accepted since, or dismissed. If the event is refused again after that, the entry opens again: `opening` counts how
 * often. Rows are only added; rows of closed entries are deleted together, once there are many (closing.ts).
 */
import { randomBytes } from 'node:crypto'
import { oneAtATime } from '../../base/oneAtATime.ts'
import type { RefusedEvent, RefusedLosses, RefusedStore } from '../../usage/refused.ts'
import { fixed, hexKeys, int64, naturals, strings } from '../engine/columns.ts'
import type { SqlEngine } from '../engine/port.ts'
import { singleServer, type Topology } from '../schema/topology.ts'
import { closeSelected, deleteClosed, expire, isOpen, loseEntries, readLosses } from './closing.ts'
import { countEntries, listEntries } from './listing.ts'
import { OpenIdentities } from './openIdentities.ts'

/** Bytes of one insert: lines of up to 1 MiB each must not fill the memory. */
const insertBytesMax = 32 * 1024 * 1024
const insertRowsMax = 10_000
/** Entries are counted again after this time, since other processes may work on the same list. */
const roomMs = 60_000
const expireMs = 3_600_000
const rememberMs = 2_000
const rememberedMax = 100
/** Closed entries whose rows wait to be deleted: a deletion costs about the same for few and for many. */
const closedWaitingMax = 20_000

export interface RefusedLimits {
  readonly entriesMax: number
  /** Of raw text. */
  readonly bytesMax: number
  /** Days after which an open entry is removed; 0 for never. */
  readonly daysMax: number
}

export const noLimits: RefusedLimits = {
  entriesMax: Number.POSITIVE_INFINITY,
  bytesMax: Number.POSITIVE_INFINITY,
  daysMax: 0,
}

/** @param shared whether other processes may add to the same list */
export function createRefusedStore(
  engine: SqlEngine,
  {
    topology = singleServer,
    limits = noLimits,
    shared = false,
  }: { topology?: Topology; limits?: RefusedLimits; shared?: boolean } = {},
): RefusedStore {
  // Adding and closing first read and then write, so they run one after another.
  const inTurn = oneAtATime()
  const adder = new Adder(engine, limits)
  const counts = new Remembered<ReadonlyMap<string, number>>(shared)
  const losses = new Remembered<RefusedLosses>(shared)
  function changed(): void {
    adder.forgetRoom()
    counts.forget()
    losses.forget()
  }
  const identities = new OpenIdentities(engine, shared)
  let closedWaiting = 0
  async function swept(closed: number): Promise<void> {
    if (closed > 0) changed()
    closedWaiting += closed
    if (closedWaiting < closedWaitingMax) return
    closedWaiting = 0
    await deleteClosed(engine, topology)
  }
  let expiredAt = Number.NEGATIVE_INFINITY
  async function expireOld(): Promise<void> {
    if (limits.daysMax === 0 || Date.now() - expiredAt < expireMs) return
    expiredAt = Date.now()
    await swept(await expire(engine, expiredAt - limits.daysMax * 86_400_000))
  }
  const codes = () => counts.of('', () => engine.session((session) => countEntries(session, shared)))
  return {
    add: (events) =>
      inTurn(async () => {
        await expireOld()
        const notKept = new Set<string>()
        for (const part of parts(events)) await adder.addPart(part, notKept)
        identities.opened(events)
        counts.forget()
        losses.forget()
        return notKept
      }),
    resolve: (ids) =>
      inTurn(async () => {
        if (ids.length > 0) await swept(await closeSelected(engine, { ids }))
      }),
    closeAccepted: (accepted) =>
      inTurn(async () => {
        const wanted = await identities.among(accepted)
        if (wanted.length > 0) await swept(await closeSelected(engine, { identities: wanted }))
      }),
    dismiss: (selection) =>
      inTurn(async () => {
        const closed = await closeSelected(engine, selection, 'dismissed')
        await swept(closed)
        return closed
      }),
    list: (options) => engine.session((session) => listEntries(session, options)),
    codes,
    async count(code) {
      const byCode = await codes()
      if (code !== undefined) return byCode.get(code) ?? 0
      return [...byCode.values()].reduce((sum, entries) => sum + entries, 0)
    },
    losses: () => losses.of('', () => readLosses(engine)),
  }
}

function* parts(events: readonly RefusedEvent[]): Generator<RefusedEvent[]> {
  let part: RefusedEvent[] = []
  let size = 0
  for (const event of events) {
    part.push(event)
    size += event.raw.length
    if (size >= insertBytesMax || part.length === insertRowsMax) {
      yield part
      part = []
      size = 0
    }
  }
  if (part.length > 0) yield part
}

/** Answers that a page of the list has with it. They are read again after a change, and where others may change them. */
class Remembered<Value> {
  readonly #shared: boolean
  readonly #values = new Map<string, { readonly value: Promise<Value>; readonly at: number }>()

  constructor(shared: boolean) {
    this.#shared = shared
  }

  of(key: string, read: () => Promise<Value>): Promise<Value> {
    const known = this.#values.get(key)
    if (known && !(this.#shared && Date.now() - known.at > rememberMs)) return known.value
    const value = read()
    // Codes are any text; a failed read is not kept.
    if (this.#values.size >= rememberedMax) this.#values.clear()
    this.#values.set(key, { value, at: Date.now() })
    value.catch(() => this.#values.delete(key))
    return value
  }

  forget(): void {
    this.#values.clear()
  }
}

interface Standing {
  /** The last opening; 0 for none. */
  readonly opening: number
  readonly open: boolean
}

type Row = RefusedEvent & { readonly opening: number; readonly number: number; readonly bytes: number }

class Adder {
  readonly #engine: SqlEngine
  readonly #limits: RefusedLimits
  /** Of the next entry: it keeps the order of those that were refused at one moment. */
  #number = 0
  #room: { entries: number; bytes: number; readonly countedAt: number } | undefined

  constructor(engine: SqlEngine, limits: RefusedLimits) {
    this.#engine = engine
    this.#limits = limits
  }

  forgetRoom(): void {
    this.#room = undefined
  }

  async addPart(events: readonly RefusedEvent[], notKept: Set<string>): Promise<void> {
    const standings = await standingsOf(this.#engine, [...new Set(events.map((event) => event.id))])
    const room = await this.#roomNow()
    const rows = new Map<string, Row>()
    const lost = new Map<string, number>()
    for (const event of events) {
      const standing = standings.get(event.id)
      if (standing?.open || rows.has(event.id)) continue
      const bytes = Buffer.byteLength(event.raw)
      if (room.entries < 1 || room.bytes < bytes) {
        notKept.add(event.id)
        lost.set(event.code, (lost.get(event.code) ?? 0) + 1)
        continue
      }
      room.entries--
      room.bytes -= bytes
      rows.set(event.id, { ...event, opening: (standing?.opening ?? 0) + 1, number: this.#number++, bytes })
    }
    if (rows.size > 0) await insertRows(this.#engine, [...rows.values()])
    if (lost.size > 0) await loseEntries(this.#engine, 'notKept', lost)
  }

  async #roomNow(): Promise<{ entries: number; bytes: number }> {
    const known = this.#room
    if (known && Date.now() - known.countedAt < roomMs) return known
    const { entriesMax, bytesMax } = this.#limits
    if (entriesMax === Number.POSITIVE_INFINITY && bytesMax === Number.POSITIVE_INFINITY) {
      return { entries: entriesMax, bytes: bytesMax }
    }
    const [used] = await this.#engine.rows(
      `SELECT count(), sum(rawBytes) FROM refused WHERE ${isOpen}`,
      (row) => [row.integer(), row.integer()] as const,
    )
    const [entries, bytes] = used!
    this.#room = { entries: entriesMax - entries, bytes: bytesMax - bytes, countedAt: Date.now() }
    return this.#room
  }
}

/** The last opening of each id that was ever refused, and whether it is still open. */
async function standingsOf(engine: SqlEngine, ids: readonly string[]): Promise<Map<string, Standing>> {
  const rows = await engine.session(async (session) => {
    await session.table('wanted', [hexKeys('id', ids)])
    // The rows of a closed entry may be deleted already, and its closing not yet.
    const openings = (table: string, closed: number) =>
      `SELECT id, opening, toUInt8(${closed}) AS closed FROM ${table} WHERE id IN (SELECT id FROM wanted)`
    return session.rows(
      `SELECT id, max(opening) AS last, maxIf(opening, closed = 0) > maxIf(opening, closed = 1) FROM
        (${openings('refused', 0)} UNION ALL ${openings('refusedResolved', 1)}) GROUP BY id`,
      (row) => [row.hex(16), { opening: row.uint32(), open: row.uint8() === 1 }] as const,
    )
  })
  return new Map(rows)
}

const textNames = ['origin', 'format', 'code', 'path', 'message', 'raw', 'source', 'eventId'] as const
const noIdentity = '0'.repeat(32)

async function insertRows(engine: SqlEngine, rows: readonly Row[]): Promise<void> {
  const refusedAt = BigInt64Array.from(rows, (row) => BigInt(Date.parse(row.refusedAt)))
  const elements = BigInt64Array.from(rows, (row) => BigInt(row.element ?? -1))
  const column = (name: (typeof textNames)[number]) =>
    strings(
      name,
      rows.map((row) => row[name] ?? ''),
    )
  const count = (name: 'line' | 'number' | 'opening' | 'bytes') => rows.map((row) => row[name])
  await engine.insert({
    table: 'refused',
    literals: {},
    columns: [
      hexKeys(
        'id',
        rows.map(({ id }) => id),
      ),
      naturals('opening', count('opening'), 'UInt32'),
      ...textNames.map(column),
      naturals('line', count('line'), 'UInt64'),
      naturals('number', count('number'), 'UInt64'),
      naturals('rawBytes', count('bytes'), 'UInt32'),
      int64('element', elements),
      fixed('identity', 16, Buffer.from(rows.map(({ identity = noIdentity }) => identity).join(''), 'hex')),
      {
        ...int64('refusedAt', refusedAt),
        type: "DateTime64(3, 'UTC')",
        expression: "fromUnixTimestamp64Milli(refusedAt, 'UTC')",
      },
    ],
    // Each insert has a token of its own, because an entry whose rows were deleted begins again with its first opening.
    token: randomBytes(32).toString('hex'),
  })
}
