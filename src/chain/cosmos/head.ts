/** How far a Cosmos chain is, for operators who ask. */
import type { Endpoints } from '../rpc/endpoints.ts'
import { readStatus, readTime } from './answers.ts'

/**
 * The newest block on which another one stands on two nodes, and its time in seconds since 1970.
 * @throws HeadwaterError `chain.*`; undefined where fewer than two nodes answer
 */
export async function finalHead(
  endpoints: Endpoints,
): Promise<{ readonly number: number; readonly time: number } | undefined> {
  const found = await endpoints.each(async (endpoint) => readStatus(await endpoint.call('status', [])).latest)
  const [, second] = found.map(([, latest]) => latest).sort((one, other) => other - one)
  if (second === undefined || second < 2) return undefined
  const number = second - 1
  return { number, time: readTime(await endpoints.request('commit', [String(number)])) }
}
