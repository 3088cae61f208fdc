/** The demo on a chain: its last epoch settled on a local node, and three payees that claim. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Actors, type ClaimedLeaf, createActors } from '../chain/demo/actors.ts'
import { startLocalNode } from '../chain/demo/node.ts'
import type { Config } from '../config.ts'
import { invariant } from '../invariant.ts'
import type { Headwater } from '../service/headwater.ts'
import type { OnChain, PublishResult } from '../service/publishing.ts'
import { type PublishAsked, publish, updateClaims } from './publish.ts'

const chainId = 8453
const chain = `eip155:${chainId}`
const windowSeconds = 2 * 86_400
const supply = 10n ** 12n

/** Who claims, and how. The last one gets an account with a key of the demo, so that it can sign. */
const claimants = [
  { payee: 'eleutherai', by: 'itself' },
  { payee: 'research-desk', by: "another's hand" },
  { payee: 'prompt-author', by: 'its signature' },
] as const

export interface DemoClaim {
  readonly payee: string
  readonly by: string
  readonly account: string
  /** In atoms. */
  readonly before: string
  readonly after: string
}

export interface DemoOnChain {
  readonly chain: string
  readonly token: string
  readonly distributor: string
  readonly published: PublishResult
  readonly activated: PublishResult
  readonly claims: readonly DemoClaim[]
  /** What the last claimant's statement says after its claim was seen. */
  readonly statement: readonly OnChain[]
}

export interface DemoNode extends AsyncDisposable {
  /** Registry events that the demo takes in before its first epoch. */
  readonly events: readonly object[]
  settle(headwater: Headwater, config: Config, progress: (step: string) => void): Promise<DemoOnChain>
}

/** @throws HeadwaterError `chain.nodeMissing` */
export async function startDemoNode(): Promise<DemoNode> {
  const node = await startLocalNode(chainId)
  const actors = createActors(node, chainId)
  return {
    events: [boundAccount(actors.signing)],
    settle: (headwater, config, progress) => settle(headwater, { config, actors, url: node.url, progress }),
    [Symbol.asyncDispose]: () => node.stop(),
  }
}

function boundAccount(account: string): object {
  return {
    specversion: '1.0',
    id: 'demo-chain-1',
    source: '/examples/demo-chain',
    type: 'io.headwater.payee.bound',
    time: '2025-12-01T00:00:00Z',
    data: { payee: claimants[2].payee, account: `${chain}:${account}` },
  }
}

interface Settling {
  readonly config: Config
  readonly actors: Actors
  readonly url: string
  readonly progress: (step: string) => void
}

async function settle(
  headwater: Headwater,
  { config, actors, url, progress }: Settling,
): Promise<DemoOnChain> {
  const currency = (await headwater.currencies()).find((one) => one.chain === chain)
  invariant(currency?.token != null, 'the demo pays a currency on its chain')
  const { token, currency: code } = currency
  progress('Deploying the token and the distributor on a local node')
  await actors.placeToken(token, code, supply)
  const distributor = await actors.deployDistributor(windowSeconds)
  const file = join(config.data.folder, 'chains.yaml')
  const settings = {
    endpoints: [url],
    poll: '50ms',
    confirmations: 0,
    distributors: [{ address: distributor, from: 0 }],
  }
  writeFileSync(file, `${JSON.stringify({ chains: { [chain]: settings } }, null, 2)}\n`)
  const own = { ...config, chains: { file }, publisher: { ...noKey, key: actors.publisherKey } }
  progress('Publishing the root of the last epoch')
  const published = await publishOne(headwater, own)
  progress('Waiting until the window is over')
  await actors.passWindow(windowSeconds)
  const activated = await publishOne(headwater, own)
  invariant(activated.fault === undefined && activated.index !== undefined, 'the root of the demo is active')
  progress('Three payees claim')
  const claims: DemoClaim[] = []
  for (const [i, { payee, by }] of claimants.entries()) {
    const leaf = await leafOf(headwater, payee)
    const before = await actors.balance(token, leaf.account)
    const claim = [actors.claimSelf, actors.claimFor, actors.claimSigned][i]!
    await claim(distributor, activated.index, leaf)
    const after = await actors.balance(token, leaf.account)
    claims.push({ payee, by, account: leaf.account, before: before.toString(), after: after.toString() })
  }
  await updateClaims(headwater, own)
  const statement = await headwater.statement(claimants[2].payee)
  return { chain, token, distributor, published, activated, claims, statement: statement.onChain ?? [] }
}

const noKey = { keystore: undefined, password: undefined, passwordFile: undefined }

const asked: PublishAsked = {
  again: false,
  fund: true,
  wait: false,
  unsigned: false,
  timeoutSeconds: 60,
  bumpSeconds: 60,
}

async function publishOne(headwater: Headwater, config: Config): Promise<PublishResult> {
  const [result] = await publish(headwater, config, asked)
  invariant(result !== undefined && result.fault === undefined, 'the demo publishes')
  return result
}

async function leafOf(headwater: Headwater, payee: string): Promise<ClaimedLeaf> {
  const { accounts } = await headwater.statement(payee)
  const account = accounts.find((one) => one.chain === chain)!
  const { proofs } = await headwater.proof(`${chain}:${account.account}`)
  const { token, cumulative, proof } = proofs[0]!
  invariant(cumulative !== undefined && Array.isArray(proof), 'trees of the demo are cumulative')
  return { account: account.account, token, cumulative, proof }
}
