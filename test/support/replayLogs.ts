/** Logs of another chain, replayed on anvil: each address that logs gets the code of `Emitter`, and `Stage` calls them. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { encodeAbiParameters, encodeFunctionData, type Hex, parseAbi, parseAbiParameters } from 'viem'
import { type Emitted, encodeLog } from '../chain/support/logs.ts'
import type { Anvil } from './anvil.ts'
import { send } from './sendOnAnvil.ts'

const stage = `0x${'57a6e'.padStart(40, '0')}` as const
const stageAbi = parseAbi(['function play(address[] emitters, bytes[] logs)'])

/** Each list is one transaction, and one block. */
export async function replayLogs(anvil: Anvil, transactions: readonly (readonly Emitted[])[]): Promise<void> {
  const code = compiled()
  await anvil.rpc('anvil_setCode', [stage, code.Stage])
  const emitters = new Set<Hex>()
  for (const emitted of transactions) {
    const logs = emitted.map(encodeLog)
    for (const { address } of logs) {
      if (!emitters.has(address)) await anvil.rpc('anvil_setCode', [address, code.Emitter])
      emitters.add(address)
    }
    const encoded = logs.map(({ topics, data }) =>
      encodeAbiParameters(parseAbiParameters('bytes32[], bytes'), [topics, data]),
    )
    const args = [logs.map(({ address }) => address), encoded] as const
    await send(anvil, { to: stage, data: encodeFunctionData({ abi: stageAbi, args }) })
  }
}

function compiled(): Record<'Emitter' | 'Stage', Hex> {
  const solc = createRequire(import.meta.url)('solc') as { compile(input: string): string }
  const content = readFileSync(new URL('../../contracts/test/support/Emitter.sol', import.meta.url), 'utf8')
  const settings = {
    evmVersion: 'cancun',
    outputSelection: { '*': { '*': ['evm.deployedBytecode.object'] } },
  }
  const input = { language: 'Solidity', sources: { 'Emitter.sol': { content } }, settings }
  const output = JSON.parse(solc.compile(JSON.stringify(input))) as {
    contracts: { 'Emitter.sol': Record<string, { evm: { deployedBytecode: { object: string } } }> }
  }
  const { Emitter, Stage } = output.contracts['Emitter.sol']
  return {
    Emitter: `0x${Emitter!.evm.deployedBytecode.object}`,
    Stage: `0x${Stage!.evm.deployedBytecode.object}`,
  }
}
