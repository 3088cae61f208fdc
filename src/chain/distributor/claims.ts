/** What accounts have claimed from a distributor: its logs, and its own figures. */
import { type Hex, numberToHex, parseAbiItem } from 'viem'
import type { Claimed, ClaimReader } from '../../settlement/publish/port.ts'
import { royaltyDistributor } from '../contracts/royaltyDistributor.ts'
import { askContract } from '../rpc/client.ts'
import type { Endpoints } from '../rpc/endpoints.ts'
import { EndpointFailure } from '../rpc/failure.ts'

const { abi } = royaltyDistributor
const claimedEvent = parseAbiItem(
  'event Claimed(address indexed account, address indexed token, uint256 cumulative, uint256 amount, bytes32 root)',
)
/** Blocks of one question; a node that refuses them is asked for fewer. */
const rangeMax = 2_000
/** Reads that are under way at once. */
const readsMax = 100

export function createClaimReader(endpoints: Endpoints, address: Hex, confirmations: number): ClaimReader {
  let range = rangeMax
  return {
    settledBlock: async () =>
      Math.max(
        0,
        Number(await askContract(endpoints, (client) => client.getBlockNumber({ cacheTime: 0 }))) -
          confirmations,
      ),
    hashOf: (block) =>
      askContract(endpoints, async (client) => {
        const method = 'eth_getBlockByNumber'
        const found = await client.request({ method, params: [numberToHex(block), false] })
        if (!found?.hash) throw new EndpointFailure('behind', `it lacks block ${block}`)
        return found.hash
      }),
    async *claims(from, to): AsyncGenerator<Claimed & { readonly block: number }> {
      for (let at = from; at <= to; ) {
        const end = Math.min(to, at + range - 1)
        try {
          const blocks = { fromBlock: BigInt(at), toBlock: BigInt(end) }
          const logs = await askContract(endpoints, (client) =>
            client.getLogs({ address, event: claimedEvent, strict: true, ...blocks }),
          )
          for (const { args, blockNumber } of logs)
            yield {
              account: args.account.toLowerCase(),
              token: args.token.toLowerCase(),
              cumulative: args.cumulative,
              block: Number(blockNumber),
            }
        } catch (error) {
          if (range === 1) throw error
          range = Math.ceil(range / 4)
          continue
        }
        at = end + 1
        range = Math.min(rangeMax, range * 2)
      }
    },
    claimedTotals: (tokens, block) =>
      askContract(endpoints, async (client) => {
        const read = async (token: string) =>
          client.readContract({
            address,
            abi,
            functionName: 'claimedTotal',
            args: [token as Hex],
            blockNumber: BigInt(block),
          })
        return new Map(await Promise.all(tokens.map(async (token) => [token, await read(token)] as const)))
      }),
    async claimedOf(leaves, block) {
      const claimed: bigint[] = []
      for (let at = 0; at < leaves.length; at += readsMax) {
        const some = leaves.slice(at, at + readsMax)
        const read = askContract(endpoints, (client) =>
          Promise.all(
            some.map(({ account, token }) =>
              client.readContract({
                address,
                abi,
                functionName: 'claimed',
                args: [account as Hex, token as Hex],
                blockNumber: BigInt(block),
              }),
            ),
          ),
        )
        claimed.push(...(await read))
      }
      return claimed
    },
  }
}
