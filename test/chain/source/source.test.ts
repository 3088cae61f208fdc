import { describe, expect, it } from 'vitest'
import { newLedger, recordedCalls, startProcess } from '../support/process.ts'
import { scriptedEndpoint } from '../support/rpc.ts'
import { ScriptedChain } from '../support/scriptedChain.ts'
import { idOf, oddity, payment, registration } from '../support/transfers.ts'

function chainOf(...blocks: Parameters<ScriptedChain['mine']>[0][]): ScriptedChain {
  const chain = new ScriptedChain()
  for (const transactions of blocks) chain.mine(transactions)
  return chain
}

describe.each(['receipts', 'bloom', 'peers'] as const)('with proof %s, a chain', (proof) => {
  it('gives its final events to the ledger, once each, and no other', async () => {
    const chain = chainOf(
      [payment('a')],
      [],
      [registration('r'), payment('b', 2), payment('c', 3)],
      [oddity('o')],
      [payment('late')],
      [],
    )
    const endpoints = [scriptedEndpoint('http://one', chain), scriptedEndpoint('http://two', chain)]
    const ledger = await newLedger()
    await (await startProcess(ledger)).run({ endpoints, proof })
    expect(recordedCalls(ledger)).toEqual(['a', 'b', 'c'].map((name) => idOf(chain.chain, name)).sort())
    chain.mine()
    chain.mine()
    const again = await startProcess(ledger)
    await again.run({ endpoints, proof })
    expect(recordedCalls(ledger)).toHaveLength(4)
    expect(again.lanes.counts).toMatchObject({ accepted: 1, duplicate: 0, conflict: 0, rejected: 0 })
    const last = ledger.events.log.findLast(({ stream }) => stream.startsWith('ingest-chain-'))
    expect(last?.data).toMatchObject({
      checkpoint: 7,
      reached: { number: 6, hash: chain.blocks[6]!.header.hash },
    })
    expect(again.troubles).toEqual([])
  })
})
