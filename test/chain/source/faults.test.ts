/** Endpoints that lie, lag and fail: nothing that is not so is recorded, and another endpoint takes over. */
import { describe, expect, it } from 'vitest'
import { lies } from '../support/lies.ts'
import { newLedger, recordedCalls, startProcess } from '../support/process.ts'
import { refusal, scriptedEndpoint } from '../support/rpc.ts'
import { ScriptedChain } from '../support/scriptedChain.ts'
import { idOf, payment, registration } from '../support/transfers.ts'

function chainOfPayments(): ScriptedChain {
  const chain = new ScriptedChain()
  chain.mine([payment('a'), payment('b')])
  chain.mine([registration('r')])
  chain.mine([payment('c'), payment('d')])
  for (let i = 0; i < 3; i++) chain.mine()
  return chain
}
const all = (chain: ScriptedChain) => ['a', 'b', 'c', 'd'].map((name) => idOf(chain.chain, name)).sort()

describe.each(['receipts', 'bloom'] as const)('with proof %s, an endpoint that', (proof) => {
  it.each(Object.keys(lies))(
    '%s: another takes over, and without one nothing false is recorded',
    async (name) => {
      const chain = chainOfPayments()
      const liar = scriptedEndpoint('http://liar', chain)
      const honest = scriptedEndpoint('http://honest', chain)
      // Amounts under a bloom are what two endpoints say.
      const others = proof === 'bloom' ? [honest, scriptedEndpoint('http://other', chain)] : [honest]
      liar.lie = lies[name]
      const ledger = await newLedger()
      // Alone: what it gives is true as far as it goes, or nothing.
      const stop = new AbortController()
      const alone = await startProcess(ledger)
      const end = setTimeout(() => stop.abort(), 40)
      await alone.run({ endpoints: [liar], proof, signal: stop.signal })
      clearTimeout(end)
      const sofar = recordedCalls(ledger)
      expect(all(chain)).toEqual(expect.arrayContaining(sofar))
      const both = await startProcess(ledger)
      await both.run({ endpoints: [liar, ...others], proof })
      expect(recordedCalls(ledger)).toEqual(all(chain))
      expect(both.lanes.counts).toMatchObject({ conflict: 0, rejected: 0 })
      expect(ledger.usage.rows.filter(({ source }) => source.startsWith('chain:'))).toHaveLength(4)
    },
  )
})

describe('two endpoints that are compared', () => {
  it.each(['leaves a log out under an unchanged hash', 'answers an empty list', 'changes the data of a log'])(
    'where one %s: nothing is taken in until two agree',
    async (name) => {
      const chain = chainOfPayments()
      const endpoints = ['liar', 'one', 'two'].map((host) => scriptedEndpoint(`http://${host}`, chain))
      endpoints[0]!.lie = lies[name]
      const ledger = await newLedger()
      const stop = new AbortController()
      const pair = await startProcess(ledger)
      const running = pair.run({ endpoints: endpoints.slice(0, 2), proof: 'peers', signal: stop.signal })
      const isSeen = name !== 'changes the data of a log'
      if (isSeen) await expect.poll(() => pair.troubles.length).toBeGreaterThan(0)
      await new Promise((resolve) => setTimeout(resolve, 60))
      stop.abort()
      await running
      expect(all(chain)).toEqual(expect.arrayContaining(recordedCalls(ledger)))
      if (isSeen) expect(recordedCalls(ledger)).toEqual([])
      await (await startProcess(ledger)).run({ endpoints: endpoints.slice(1), proof: 'peers' })
      expect(recordedCalls(ledger)).toEqual(all(chain))
    },
  )

  it('are asked for smaller ranges where one says how many blocks it takes', async () => {
    const chain = chainOfPayments()
    const endpoints = ['one', 'two'].map((host) => scriptedEndpoint(`http://${host}`, chain))
    endpoints[0]!.lie = ({ method, params }) => {
      const { fromBlock, toBlock } = (params[0] ?? {}) as { fromBlock?: string; toBlock?: string }
      const isLarge =
        method === 'eth_getLogs' && fromBlock !== undefined && Number(toBlock) - Number(fromBlock) > 1
      return isLarge ? refusal('eth_getLogs is limited to a 2 blocks range') : undefined
    }
    const ledger = await newLedger()
    const process = await startProcess(ledger)
    await process.run({ endpoints, proof: 'peers' })
    expect(recordedCalls(ledger)).toEqual(all(chain))
    expect(process.troubles).toEqual([])
  })
})

describe('an endpoint whose head falls', () => {
  it('is sick: nothing is undone, and the chain goes on by another', async () => {
    const chain = new ScriptedChain()
    for (let i = 0; i < 100; i++) chain.mine(i % 10 === 0 ? [payment(`p${i}`)] : [])
    const endpoints = ['sick', 'well', 'other'].map((host) => scriptedEndpoint(`http://${host}`, chain))
    const ledger = await newLedger()
    const stop = new AbortController()
    const process = await startProcess(ledger)
    const running = process.run({ endpoints, signal: stop.signal })
    await expect.poll(() => recordedCalls(ledger).length).toBe(10)
    endpoints[0]!.lag = 90
    for (let i = 0; i < 6; i++) chain.mine(i === 0 ? [payment('after')] : [])
    await expect.poll(() => recordedCalls(ledger)).toContain(idOf(chain.chain, 'after'))
    stop.abort()
    await running
    expect(process.lanes.counts).toMatchObject({ accepted: 11, conflict: 0 })
  })

  it('and that is alone is waited for', async () => {
    const chain = chainOfPayments()
    const endpoint = scriptedEndpoint('http://one', chain)
    const ledger = await newLedger()
    await (await startProcess(ledger)).run({ endpoints: [endpoint] })
    endpoint.lag = 5
    const stop = new AbortController()
    const process = await startProcess(ledger)
    const running = process.run({ endpoints: [endpoint], signal: stop.signal })
    setTimeout(() => {
      endpoint.lag = 0
      for (let i = 0; i < 3; i++) chain.mine(i === 0 ? [payment('after')] : [])
    }, 20)
    await expect.poll(() => recordedCalls(ledger)).toContain(idOf(chain.chain, 'after'))
    stop.abort()
    await running
  })
})

it('a branch that one endpoint made up is not taken in, however well it proves itself', async () => {
  const chain = chainOfPayments()
  const endpoints = ['forger', 'one', 'two'].map((host) => scriptedEndpoint(`http://${host}`, chain))
  const ledger = await newLedger()
  await (await startProcess(ledger)).run({ endpoints })
  endpoints[0]!.chain = chain.branch(7)
  for (let i = 0; i < 4; i++) endpoints[0]!.chain.mine([payment(`forged ${i}`)])
  for (let i = 0; i < 4; i++) chain.mine(i === 0 ? [payment('true')] : [])
  await (await startProcess(ledger)).run({ endpoints })
  expect(recordedCalls(ledger)).toEqual([...all(chain), idOf(chain.chain, 'true')].sort())
})

it('an endpoint of another chain stops the chain', async () => {
  const chain = chainOfPayments()
  const endpoint = scriptedEndpoint('http://one', chain)
  endpoint.lie = ({ method }) => (method === 'eth_chainId' ? '0x1' : undefined)
  const process = await startProcess(await newLedger())
  await expect(process.run({ endpoints: [endpoint] })).rejects.toMatchObject({ code: 'chain.otherChain' })
})

it('two processes on one ledger: the one that lost the partition stops reading, and each payment counts once', async () => {
  const chain = chainOfPayments()
  const endpoints = [scriptedEndpoint('http://one', chain)]
  const ledger = await newLedger()
  const stop = new AbortController()
  const first = await startProcess(ledger, true)
  const running = first.run({ endpoints, signal: stop.signal }).catch((error: unknown) => error)
  await expect.poll(() => recordedCalls(ledger).length).toBe(4)
  const second = await startProcess(ledger, true)
  await second.run({ endpoints })
  chain.mine([payment('after')])
  for (let i = 0; i < 3; i++) chain.mine()
  expect(await running).toMatchObject({ code: 'chain.taken' })
  await second.run({ endpoints })
  expect(recordedCalls(ledger)).toHaveLength(5)
})
