/**
 * Reads blocks of which two nodes say the same. A node that says something else than two others rests; where no two agree,
 * nothing counts until they do.
 */
import { fail } from '../../errors.ts'
import type { Endpoint } from '../rpc/endpoint.ts'
import type { Endpoints } from '../rpc/endpoints.ts'
import { EndpointFailure } from '../rpc/failure.ts'
import { type CosmosBlock, readBlock } from './answers.ts'

interface Asked {
  readonly from: number
  readonly to: number
  /** Those that have the blocks. */
  readonly among: readonly Endpoint[]
}

/**
 * @returns blocks from `from` on, at least one
 * @throws HeadwaterError `chain.unconfirmed`, `chain.unreachable`
 */
export async function readAgreed(endpoints: Endpoints, { from, to, among }: Asked): Promise<CosmosBlock[]> {
  const { chain } = endpoints
  const read = (endpoint: Endpoint) => readBlocks(endpoint, chain, from, to)
  const found: (readonly [Endpoint, readonly CosmosBlock[]])[] = []
  for (let asked = 0; asked < among.length; ) {
    // Two at once; a third one only where they differ, or where one of them failed.
    const next = among.slice(asked, asked + Math.max(1, 2 - found.length))
    asked += next.length
    found.push(...(await readAll(endpoints, next, read)))
    const agreed = agreedIn(endpoints, found)
    if (agreed.length > 0) return agreed
  }
  return fail('chain.unconfirmed', `${chain}: no two endpoints say the same of block ${from} now.`, {
    data: { chain, block: from },
  })
}

async function readAll(
  endpoints: Endpoints,
  among: readonly Endpoint[],
  read: (endpoint: Endpoint) => Promise<readonly CosmosBlock[]>,
) {
  try {
    return await endpoints.each(read, among)
  } catch {
    // Every one of them failed and rests; perhaps others do not.
    return []
  }
}

/** The blocks, from the first on, of which two say the same. A node that says something else of one of them rests. */
function agreedIn(
  endpoints: Endpoints,
  found: readonly (readonly [Endpoint, readonly CosmosBlock[]])[],
): CosmosBlock[] {
  const agreed: CosmosBlock[] = []
  for (let at = 0; ; at++) {
    const said = new Map<string, Endpoint[]>()
    for (const [endpoint, blocks] of found) {
      const digest = blocks[at]?.digest
      if (digest !== undefined) said.set(digest, [...(said.get(digest) ?? []), endpoint])
    }
    const [digest] = [...said].find(([, by]) => by.length >= 2) ?? []
    if (digest === undefined) return agreed
    const block = found.flatMap(([, blocks]) => blocks[at] ?? []).find((one) => one.digest === digest)!
    for (const [other, by] of said) {
      if (other === digest) continue
      for (const endpoint of by)
        endpoints.rest(
          endpoint,
          new EndpointFailure('differ', `it differs from two others in block ${block.number}`),
        )
    }
    agreed.push(block)
  }
}

async function readBlocks(
  endpoint: Endpoint,
  chain: string,
  from: number,
  to: number,
): Promise<CosmosBlock[]> {
  const heights = Array.from({ length: to - from + 1 }, (_, i) => from + i)
  const answers = await endpoint.calls(
    heights.flatMap((height) =>
      ['commit', 'block_results'].map((method) => ({ method, params: [String(height)] })),
    ),
  )
  return heights.map((number, i) => readBlock({ chain, number }, answers[2 * i], answers[2 * i + 1]))
}
