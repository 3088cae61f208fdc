/** What one endpoint says and no proof binds counts only where a second one says the same. */
import { describe, expect, it } from 'vitest'
import type { RawLog } from '../../../src/chain/rpc/answers.ts'
import type { Decoder } from '../../../src/chain/source/decoder.ts'
import { newLedger, recordedCalls, startProcess } from '../support/process.ts'
import { type Lie, refusal, type ScriptedEndpoint, scriptedEndpoint } from '../support/rpc.ts'
import { hashOf, ScriptedChain } from '../support/scriptedChain.ts'
import { idOf, payment, transfers } from '../support/transfers.ts'

function paidChain(): ScriptedChain {
  const chain = new ScriptedChain()
  chain.mine([payment('a'), payment('b', 2)])
  for (let i = 0; i < 3; i++) chain.mine()
  return chain
}
const all = (chain: ScriptedChain) => ['a', 'b'].map((name) => idOf(chain.chain, name)).sort()

/** Under the right hash of the header: its root of transactions is not computed. */
const renames: Lie = (_, truth) => JSON.parse(JSON.stringify(truth).replaceAll(hashOf('a'), hashOf('forged')))
const raises: Lie = ({ method }, truth) =>
  method === 'eth_getLogs'
    ? (truth as RawLog[]).map((log) => ({ ...log, data: `0x${'99'.repeat(32)}` }))
    : undefined
const delays: Lie = ({ method }, truth) =>
  method.startsWith('eth_getBlockBy') && truth !== null
    ? { ...(truth as object), timestamp: '0x70000000' }
    : undefined
const callsOtherwise: Lie = ({ method }, truth) =>
  method === 'eth_getTransactionByHash' ? { ...(truth as object), input: '0xdcba' } : undefined
const isDown: Lie = () => refusal('the node is down')

type Proof = 'receipts' | 'bloom' | 'peers'
/** The decoder of the tests, which wants the calldata of its transfers too. */
function wantingCalldata({ chain }: ScriptedChain): Decoder {
  const plain = transfers(chain)
  return { ...plain, filters: () => plain.filters().map((filter) => ({ ...filter, calldata: true })) }
}

/** Until it has reported trouble, and this many calls are recorded; some looks longer, for what must not happen. */
async function watchUntil(count: number, endpoints: readonly ScriptedEndpoint[], proof: Proof) {
  const ledger = await newLedger()
  const process = await startProcess(ledger)
  const stop = new AbortController()
  const decoders = [wantingCalldata(endpoints[0]!.chain)]
  const running = process.run({ endpoints, proof, decoders, signal: stop.signal })
  await expect.poll(() => process.troubles.length).toBeGreaterThanOrEqual(3)
  await expect.poll(() => recordedCalls(ledger).length).toBeGreaterThanOrEqual(count)
  stop.abort()
  await running
  return { calls: recordedCalls(ledger), troubles: process.troubles.map(({ code }) => code) }
}

it.each(['receipts', 'bloom'] as const)(
  'with proof %s, final blocks that one endpoint alone is ahead by do not count, and it is reported',
  async (proof) => {
    const chain = paidChain()
    const [forger, honest] = ['forger', 'honest'].map((host) => scriptedEndpoint(`http://${host}`, chain))
    forger!.chain = chain.branch(7)
    for (let i = 0; i < 4; i++) forger!.chain.mine([payment(`forged ${i}`)])
    const { calls, troubles } = await watchUntil(2, [forger!, honest!], proof)
    expect(calls).toEqual(all(chain))
    expect(troubles).toContain('chain.unconfirmed')
  },
)

describe.each([
  ['receipts', 'renames a transaction', renames],
  ['bloom', 'renames a transaction', renames],
  ['bloom', 'changes an amount', raises],
  ['peers', 'renames a transaction', renames],
  ['peers', 'changes an amount', raises],
  ['peers', 'changes the time of blocks', delays],
  ['bloom', 'changes the time of blocks', delays],
  ['peers', 'changes the calldata of a transaction', callsOtherwise],
  ['bloom', 'changes the calldata of a transaction', callsOtherwise],
  ['receipts', 'changes the calldata of a transaction', callsOtherwise],
] as const)('with proof %s, an endpoint that %s', (proof, _, lie) => {
  it('is not believed: of two that differ none counts, and of three the two that agree', async () => {
    const chain = paidChain()
    const [liar, ...honest] = ['liar', 'one', 'two'].map((host) => scriptedEndpoint(`http://${host}`, chain))
    liar!.lie = lie
    const pair = await watchUntil(0, [liar!, honest[0]!], proof)
    expect(pair.calls).toEqual([])
    const ledger = await newLedger()
    await (await startProcess(ledger)).run({
      endpoints: [liar!, ...honest],
      proof,
      decoders: [wantingCalldata(chain)],
    })
    expect(recordedCalls(ledger)).toEqual(all(chain))
  })
})

describe('where one of two endpoints is down', () => {
  it.each([
    ['receipts', 'the other goes on, after it was reported', 2],
    ['bloom', 'the chain waits, and it is reported', 0],
  ] as const)('with proof %s %s', async (proof, __, recorded) => {
    const chain = paidChain()
    const [down, up] = ['down', 'up'].map((host) => scriptedEndpoint(`http://${host}`, chain))
    down!.lie = isDown
    const { calls, troubles } = await watchUntil(recorded, [down!, up!], proof)
    expect(calls).toHaveLength(recorded)
    expect(troubles).toContain('chain.unconfirmed')
  })
})
