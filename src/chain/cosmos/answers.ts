/**
 * What CometBFT nodes answer, of 0.37, 0.38 and 1.0: the shapes that this room reads, checked where they are read. Events
 * of a block are in no hash that its header commits to, so a digest of all that is read says whether two nodes agree.
 */
import { createHash } from 'node:crypto'
import { failRequest } from '../rpc/failure.ts'

export interface CosmosEvent {
  readonly type: string
  readonly attributes: readonly { readonly key: string; readonly value: string }[]
}

export interface CosmosBlock {
  /** CAIP-2. */
  readonly chain: string
  readonly number: number
  /** 64 hex digits in lower case, `0x` before them. */
  readonly hash: `0x${string}`
  /** The hash of the block before; undefined for the first. */
  readonly parent: string | undefined
  /** RFC 3339 in UTC, as the header has it. */
  readonly time: string
  /** In the order of the block. One that failed has events that count for nothing. */
  readonly transactions: readonly { readonly isSound: boolean; readonly events: readonly CosmosEvent[] }[]
  /** Of the block itself: begin and end, or both in one. */
  readonly events: readonly CosmosEvent[]
  /** SHA-256 of everything above, and of results that headers commit to. */
  readonly digest: string
}

interface NodeStatus {
  readonly network: string
  /** As `0.38.12`. */
  readonly version: string
  readonly latest: number
  readonly earliest: number
}

/** @throws EndpointFailure */
export function readStatus(answer: unknown): NodeStatus {
  const { node_info: node, sync_info: sync } = objectOf(answer)
  const { network, version } = objectOf(node)
  const { latest_block_height: latest, earliest_block_height: earliest } = objectOf(sync)
  return {
    network: textOf(network, 'a network'),
    version: typeof version === 'string' ? version : '',
    latest: heightOf(latest),
    // Older nodes leave it out.
    earliest: earliest === undefined || earliest === '' ? 1 : heightOf(earliest),
  }
}

/** Seconds since 1970, of the answer to `commit`. @throws EndpointFailure */
export function readTime(commit: unknown): number {
  const { time } = objectOf(objectOf(objectOf(commit).signed_header).header)
  return Math.floor(Date.parse(timeOf(time)) / 1_000)
}

/**
 * @param commit the answer to `commit`, @param results that to `block_results`, of the same height
 * @throws EndpointFailure
 */
export function readBlock(
  { chain, number }: Pick<CosmosBlock, 'chain' | 'number'>,
  commit: unknown,
  results: unknown,
): CosmosBlock {
  const { header, commit: signed } = objectOf(objectOf(commit).signed_header)
  const { height, time, last_block_id: parent } = objectOf(header)
  const { hash } = objectOf(objectOf(signed).block_id)
  const { txs_results: transactions, height: ofResults } = objectOf(results)
  if (heightOf(height) !== number || heightOf(ofResults) !== number)
    failRequest('wrong', `it answers for another height than ${number}`)
  const read = {
    chain,
    number,
    hash: hashOf(hash),
    parent: number === 1 ? undefined : hashOf(objectOf(parent).hash),
    time: timeOf(time),
  }
  const given = listOf(transactions).map(objectOf)
  const soundness = given.map((result) => ({
    isSound: result.code === undefined || result.code === 0,
    events: eventsOf(result.events),
  }))
  const events = blockEvents(objectOf(results))
  // What headers commit to of a result, so that a difference in it shows.
  const committed = given.map(({ code, data, gas_wanted, gas_used }) => [
    code ?? 0,
    data ?? null,
    gas_wanted,
    gas_used,
  ])
  const whole = JSON.stringify([read, soundness, events, committed])
  return {
    ...read,
    transactions: soundness,
    events,
    digest: createHash('sha256').update(whole).digest('hex'),
  }
}

/** One list from 0.38 on, two before. */
function blockEvents({
  finalize_block_events: whole,
  begin_block_events: begin,
  end_block_events: end,
}: Record<string, unknown>): CosmosEvent[] {
  return [...eventsOf(begin), ...eventsOf(whole), ...eventsOf(end)]
}

/** Whether an attribute is indexed is a setting of the node, and so is left out. */
function eventsOf(value: unknown): CosmosEvent[] {
  return listOf(value).map((event) => {
    const { type, attributes } = objectOf(event)
    return {
      type: textOf(type, 'a type of an event'),
      attributes: listOf(attributes).map((attribute) => {
        const { key, value: of } = objectOf(attribute)
        return {
          key: textOf(key, 'a key'),
          value: of === null || of === undefined ? '' : textOf(of, 'a value'),
        }
      }),
    }
  })
}

function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as never
  return failRequest('wrong', 'an answer lacks an object')
}

function listOf(value: unknown): unknown[] {
  if (value === null || value === undefined) return []
  if (Array.isArray(value)) return value
  return failRequest('wrong', 'an answer lacks a list')
}

function textOf(value: unknown, what: string): string {
  return typeof value === 'string' ? value : failRequest('wrong', `an answer lacks ${what}`)
}

function heightOf(value: unknown): number {
  if (typeof value === 'string' && /^[0-9]{1,15}$/.test(value)) return Number(value)
  return failRequest('wrong', 'an answer lacks a height')
}

function hashOf(value: unknown): `0x${string}` {
  if (typeof value === 'string' && /^[0-9a-fA-F]{64}$/.test(value)) return `0x${value.toLowerCase()}`
  return failRequest('wrong', 'an answer lacks the hash of a block')
}

function timeOf(value: unknown): string {
  if (typeof value === 'string' && /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,18}Z$/.test(value)) return value
  return failRequest('wrong', 'an answer lacks the time of a block')
}
