/** Sender and calldata of transactions, for decoders that ask for them. */
import type { RawBlock } from '../rpc/answers.ts'
import type { Endpoint } from '../rpc/endpoint.ts'
import { failRequest } from '../rpc/failure.ts'
import type { Calldata } from './blockLogs.ts'
import type { Hex } from './decoder.ts'

const address = /^0x[0-9a-fA-F]{40}$/

/** @throws EndpointFailure */
export async function readCalldata(
  endpoint: Endpoint,
  { hash, number }: RawBlock,
  transactions: readonly string[],
): Promise<Map<string, Calldata>> {
  const answers = await endpoint.calls(
    transactions.map((transaction) => ({ method: 'eth_getTransactionByHash', params: [transaction] })),
  )
  return new Map(
    transactions.map((transaction, i) => {
      const answer = answers[i] as Readonly<Record<string, unknown>> | null
      if (answer === null) failRequest('behind', `it lacks a transaction of block ${Number(number)}`)
      const { from, to, input } = answer
      const sound =
        answer.hash === transaction &&
        answer.blockHash === hash &&
        typeof from === 'string' &&
        address.test(from) &&
        (to == null || (typeof to === 'string' && address.test(to))) &&
        typeof input === 'string' &&
        /^0x(?:[0-9a-fA-F]{2})*$/.test(input)
      if (!sound) failRequest('wrong', `a transaction of block ${Number(number)} is malformed`)
      const lower = (text: unknown) => (text as string).toLowerCase() as Hex
      return [transaction, { from: lower(from), to: to == null ? undefined : lower(to), input: lower(input) }]
    }),
  )
}

/** Whether two endpoints say the same of it. */
export function sameCalldata(
  one: ReadonlyMap<string, Calldata>,
  other: ReadonlyMap<string, Calldata>,
): boolean {
  return textOf(one) === textOf(other)
}

function textOf(calldata: ReadonlyMap<string, Calldata>): string {
  return [...calldata].map(([hash, { from, to, input }]) => `${hash} ${from} ${to} ${input}`).join('\n')
}
