/**
 * A chain as a source of the writer: a lane for each chain, whose checkpoint is the number of the first block that is not
 * durable. The source only reads blocks and says where it goes on; everything else is the lanes' and the writer's.
 */
import { isUtf8 } from 'node:buffer'
import type { Lanes } from '../../../src/ingest/index.ts'
import type { Lane } from '../../../src/ingest/lanes/lane.ts'
import type { LaneBlock } from '../../../src/ingest/lanes/laneInput.ts'
import { eventText } from '../../support/memoryIngest.ts'

/** A payment that a block's log names. */
export interface Payment {
  readonly payer: string
  readonly nonce: string
  readonly amount: string
}

/** A made-up chain: its final blocks, by number. */
export interface Chain {
  /** CAIP-2. */
  readonly id: string
  readonly firstBlock: number
  readonly blocks: readonly (readonly Payment[])[]
}

const blocksAtOnce = 16
const pollMs = 5

/** The lane of the chain, once the source has given up its partition or has lost it. */
export async function readChain(lanes: Lanes, chain: Chain, signal: AbortSignal): Promise<Lane> {
  const lane = await lanes.open(partitionOf(chain), `chain:${chain.id}`)
  lane.allowed = { calls: true, registry: true, chain: true }
  // Where the log knows nothing of the chain it begins with the block that its operator names.
  lane.expected ??= chain.firstBlock
  while (!signal.aborted && !lane.gone && !lanes.stopped) {
    const from = lane.expected
    const to = Math.min(from + blocksAtOnce, chain.firstBlock + chain.blocks.length)
    if (from === to || !lanes.hasRoom(lane)) await new Promise((resolve) => setTimeout(resolve, pollMs))
    else lanes.add(lane, inputOf(chain, from, to))
  }
  return lane
}

export function partitionOf({ id }: Chain): string {
  return `chain-${id}`
}

/** Blocks `from` up to and without `to`; a block without payments moves the checkpoint alone. */
function inputOf(chain: Chain, from: number, to: number) {
  const blocks: LaneBlock[] = []
  let bytes = 0
  for (let number = from; number < to; number++) {
    const records = chain.blocks[number - chain.firstBlock]!.map((payment) => callOf(chain, payment))
    if (records.length === 0) continue
    const block = blockOf(records, number)
    blocks.push(block)
    bytes += block.bytes.length
  }
  return { blocks: blocks.values(), bytes, end: to }
}

function callOf(chain: Chain, { payer, nonce, amount }: Payment): string {
  const data = { asset: 'model:meta/llama', amount, currency: 'USDC' }
  return eventText('call.metered', `${chain.id}/${payer}/${nonce}`, data, { source: `chain:${chain.id}` })
}

/** The records of one block, each with the block's number as its line. */
function blockOf(records: readonly string[], number: number): LaneBlock {
  const bytes = Buffer.from(records.join('\n'))
  const starts = new Int32Array(records.length)
  const ends = new Int32Array(records.length)
  let at = 0
  for (const [i, record] of records.entries()) {
    starts[i] = at
    ends[i] = at + Buffer.byteLength(record)
    at = ends[i]! + 1
  }
  return {
    bytes,
    count: records.length,
    starts,
    ends,
    lines: new Float64Array(records.length).fill(number),
    faults: new Map(),
    utf8: isUtf8(bytes),
    after: number + 1,
  }
}
