/**
 * An endpoint of the pool as a client of viem, for what reads and calls contracts. One question is answered by one
 * endpoint as a whole, so that an answer never mixes what two nodes know.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { BaseError, type Chain, createPublicClient, custom, type PublicClient, RpcRequestError } from 'viem'
import { fail, HeadwaterError } from '../../errors.ts'
import type { Endpoint, RpcCall } from './endpoint.ts'
import type { Endpoints } from './endpoints.ts'
import { EndpointFailure } from './failure.ts'

export type Client = PublicClient

/** A question to contracts is asked again once where every endpoint fails for a moment. */
const retryMs = 200

const clients = new WeakMap<Endpoint, Client>()

/**
 * Asks the first endpoint that answers all of it: those that are well first, but a question of an operator waits for no
 * rest.
 * @throws HeadwaterError `chain.otherChain`, as `Endpoints.use`, and what `ask` throws
 */
export async function askContract<Result>(
  endpoints: Endpoints,
  ask: (client: Client) => Promise<Result>,
): Promise<Result> {
  const askOne = async (endpoint: Endpoint) => {
    try {
      return await ask(await clientOf(endpoint, endpoints.chain))
    } catch (error) {
      throw failureIn(error) ?? error
    }
  }
  try {
    return await endpoints.use(askOne, endpoints.restingLast)
  } catch (error) {
    const isPassing = error instanceof HeadwaterError && error.code === 'chain.unreachable'
    if (!isPassing) throw error
    await sleep(retryMs)
    return endpoints.use(askOne, endpoints.restingLast)
  }
}

/** @param chain CAIP-2 @throws HeadwaterError `chain.otherChain` */
async function clientOf(endpoint: Endpoint, chain: string): Promise<Client> {
  const known = clients.get(endpoint)
  if (known) return known
  const id = chainIdOf(chain)
  const request = batching(endpoint)
  const transport = custom({ request }, { retryCount: 0 })
  const client = createPublicClient({ chain: { id } as Chain, transport }) as Client
  const there = await client.getChainId()
  if (there !== id)
    fail('chain.otherChain', `The endpoint ${endpoint.name} is of the chain eip155:${there}, not ${chain}.`)
  clients.set(endpoint, client)
  return client
}

/** @param chain CAIP-2, of `eip155` */
export function chainIdOf(chain: string): number {
  return Number(chain.slice('eip155:'.length))
}

interface Waiting {
  readonly call: RpcCall
  readonly settle: (answer: unknown) => void
}

/** Calls of one moment go out together. */
function batching(endpoint: Endpoint) {
  let waiting: Waiting[] = []
  const flush = async () => {
    const sent = waiting
    waiting = []
    try {
      const answers = await endpoint.answers(sent.map(({ call }) => call))
      for (const [i, { settle }] of sent.entries()) settle(answers[i])
    } catch (error) {
      for (const { settle } of sent) settle(error)
    }
  }
  return async ({ method, params = [] }: { method: string; params?: readonly unknown[] }) => {
    const answer = await new Promise<unknown>((settle) => {
      waiting.push({ call: { method, params }, settle })
      if (waiting.length === 1) setImmediate(() => void flush())
    })
    if (!(answer instanceof Error)) return answer
    const answered = answer instanceof EndpointFailure ? answer.details.answered : undefined
    if (answered === undefined) throw answer
    throw new RpcRequestError({ body: { method }, error: answered, url: 'http://endpoint' })
  }
}

/** Undefined where another endpoint would do no better: what a contract refuses, all of them refuse. */
function failureIn(error: unknown): EndpointFailure | undefined {
  // viem reads answers without a look at their form.
  if (error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError)
    return new EndpointFailure('wrong', 'an answer has another form than its method has')
  if (!(error instanceof BaseError) || revertData(error) !== undefined) return undefined
  const failure = error.walk((one) => one instanceof EndpointFailure)
  if (failure instanceof EndpointFailure) return failure
  if (error.name === 'BlockNotFoundError') return new EndpointFailure('behind', 'it lacks the block')
  if (error.walk((one) => one instanceof RpcRequestError) === null) return undefined
  return new EndpointFailure('refused', `it refuses the request: ${shortReason(error)}`)
}

/** The bytes with which a contract refused; undefined where the error is another one. */
export function revertData(error: unknown): `0x${string}` | undefined {
  if (!(error instanceof BaseError)) return undefined
  let data: unknown
  error.walk((one) => {
    const found = (one as { data?: unknown }).data
    const inner = typeof found === 'object' && found !== null ? (found as { data?: unknown }).data : found
    if (typeof inner === 'string' && /^0x[0-9a-fA-F]*$/.test(inner)) data ??= inner
    const raw = (one as { raw?: unknown }).raw
    if (typeof raw === 'string' && raw.startsWith('0x')) data ??= raw
    return false
  })
  return data as `0x${string}` | undefined
}

/** What a node said, without the address that viem adds to its messages. */
export function shortReason(error: unknown): string {
  if (!(error instanceof BaseError)) return (error as Error).name
  const inner = error.walk((one) => one instanceof RpcRequestError) as RpcRequestError | null
  const words = inner?.details ?? error.shortMessage
  return words
    .replaceAll(/https?:\/\/\S+/g, '…')
    .replace(/\.$/, '')
    .split('\n')[0]!
    .slice(0, 200)
}
