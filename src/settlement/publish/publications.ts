/** Publications of a ledger: their streams, plans of roots, and what was claimed. */
import { uuidV4 } from '../../base/uuid.ts'
import { fail } from '../../errors.ts'
import { isWrongRevision } from '../../eventstore/appends.ts'
import type { EventStore, NewEvent } from '../../eventstore/port.ts'
import { readingEvent } from '../../log/damagedEvent.ts'
import { claimsMax, claimsSeen } from '../../log/publication/claimsSeen.ts'
import {
  type PublicationEvent,
  parsePublicationEvent,
  readPublicationEvent,
} from '../../log/publication/index.ts'
import { readWhole } from '../../log/readWhole.ts'
import { streams } from '../../log/streams.ts'
import type {
  ClaimsRecord,
  ClaimTotals,
  DistributorPlace,
  PlanQuery,
  Publication,
  PublicationLog,
  PublicationRecord,
  RootPlan,
} from './answers.ts'
import { ClaimTable } from './claimTable.ts'
import { type PlanDeps, planRoot } from './plan.ts'
import { evolve, initialPublication, lastStanding, type PublicationState, stageOf } from './state.ts'

export interface PublicationDeps extends PlanDeps {
  readonly events: EventStore
  /** Nothing else is recorded while it runs. */
  readonly exclusively: <Result>(work: () => Promise<Result>) => Promise<Result>
  readonly randomBytes: (length: number) => Uint8Array
}

export class Publications {
  readonly #deps: PublicationDeps
  readonly #claims = new Map<string, ClaimTable>()

  constructor(deps: PublicationDeps) {
    this.#deps = deps
  }

  /** Every distributor that a root was planned for, by chain and address. */
  async places(): Promise<DistributorPlace[]> {
    const names = new Set<string>()
    for await (const { stream } of this.#deps.events.readAll({ streamPrefix: streams.publicationPrefix }))
      names.add(stream)
    return [...names].sort().map((name) => {
      const place = name.slice(streams.publicationPrefix.length)
      const cut = place.lastIndexOf('-')
      return { chain: place.slice(0, cut), distributor: place.slice(cut + 1) }
    })
  }

  /** @throws HeadwaterError `data.damaged` */
  async log(place: DistributorPlace): Promise<PublicationLog> {
    const events: PublicationEvent[] = []
    for await (const event of readWhole(this.#deps.events, streamOf(place)))
      events.push(readPublicationEvent(event))
    return { revision: events.length - 1, events } as PublicationLog
  }

  /** @throws HeadwaterError `data.damaged` */
  async state(place: DistributorPlace): Promise<PublicationState> {
    let state = initialPublication
    for await (const event of readWhole(this.#deps.events, streamOf(place)))
      state = readingEvent(event, () => evolve(state, readPublicationEvent(event)))
    return state
  }

  /** @throws HeadwaterError `publish.*` */
  async plan({ epoch, tokens, others = [], ...place }: PlanQuery): Promise<RootPlan> {
    const { epochs } = this.#deps
    const closed = epoch === undefined ? await epochs.last() : await epochs.get(epoch)
    const before = lastStanding(await this.state(place))?.epoch ?? null
    if (before !== null && before > closed.epoch)
      fail(
        'publish.older',
        `Epoch ${before} was submitted to ${place.distributor} already, and epoch ${closed.epoch} is older.`,
      )
    const named = tokens && new Set(tokens.map((token) => token.toLowerCase()))
    const elsewhere = new Set(others.map((token) => token.toLowerCase()))
    const pays = (token: string) => (named ? named.has(token) : !elsewhere.has(token))
    const planned = await planRoot(this.#deps, {
      chain: place.chain,
      closed,
      before: before ?? undefined,
      pays,
    })
    await this.#requireUnmoved(place, planned.totals)
    return { ...planned, before }
  }

  /** A token that another distributor of the chain ever declared would be paid twice. */
  async #requireUnmoved(place: DistributorPlace, totals: RootPlan['totals']): Promise<void> {
    for (const other of await this.places()) {
      if (other.chain !== place.chain || other.distributor === place.distributor.toLowerCase()) continue
      const { events } = await this.log(other)
      for (const { type, data } of events as PublicationEvent[]) {
        if (type !== 'RootPlanned') continue
        const moved = data.totals.find(({ token }) => totals.some((one) => one.token === token))
        if (moved === undefined) continue
        fail(
          'publish.tokenMoved',
          `${moved.token} was published to ${other.distributor}, and would be to ${place.distributor}.`,
          {
            data: { token: moved.token },
          },
        )
      }
    }
  }

  /** @throws HeadwaterError `publish.overtaken`, `publish.malformed` */
  async record({ revision, event, ...place }: PublicationRecord): Promise<{ revision: number }> {
    const { type, data } = parsePublicationEvent(event)
    return this.#append(streamOf(place), revision, { id: this.#newId(), type, data })
  }

  /** @throws HeadwaterError `publish.overtaken`, `publish.malformed` */
  async recordClaims({
    revision,
    block,
    hash,
    claims,
    ...place
  }: ClaimsRecord): Promise<{ revision: number }> {
    if (claims.length > claimsMax) fail('publish.malformed', `An event has at most ${claimsMax} claims.`)
    const lower = claims.map(({ account, token, cumulative }) => ({
      account: account.toLowerCase(),
      token: token.toLowerCase(),
      cumulative,
    }))
    return this.#append(
      claimsStreamOf(place),
      revision,
      claimsSeen.create(this.#newId(), { block, ...(hash !== undefined && { hash }), claims: lower }),
    )
  }

  /** @throws HeadwaterError `data.damaged` */
  async claimTable(place: DistributorPlace): Promise<ClaimTable> {
    const stream = claimsStreamOf(place)
    let table = this.#claims.get(stream)
    if (table === undefined) {
      table = new ClaimTable()
      this.#claims.set(stream, table)
    }
    await table.read(this.#deps.events, stream)
    return table
  }

  async claimTotals(place: DistributorPlace): Promise<ClaimTotals> {
    const { revision, block, hash, totals } = await this.claimTable(place)
    return {
      revision,
      block: block ?? null,
      totals: [...totals].map(([token, claimed]) => ({ token, claimed: claimed.toString() })),
      ...(hash !== undefined && { hash }),
    }
  }

  /** Every distributor with its roots and open transactions. */
  async list(): Promise<Publication[]> {
    const items: Publication[] = []
    for (const place of await this.places()) {
      const { block } = await this.claimTable(place)
      items.push({ ...place, ...described(await this.state(place)), claimsBlock: block ?? null })
    }
    return items
  }

  async #append(stream: string, revision: number, event: NewEvent): Promise<{ revision: number }> {
    const expectedRevision = revision < 0 ? ('none' as const) : revision
    try {
      await this.#deps.exclusively(() =>
        this.#deps.events.append([{ stream, expectedRevision, events: [event] }]),
      )
    } catch (error) {
      if (!isWrongRevision(error)) throw error
      fail('publish.overtaken', 'Another process has recorded steps of this publication in the meantime.')
    }
    return { revision: revision + 1 }
  }

  #newId(): string {
    return uuidV4(this.#deps.randomBytes(16))
  }
}

function streamOf({ chain, distributor }: DistributorPlace): string {
  return streams.publication(chain, distributor.toLowerCase())
}

function claimsStreamOf({ chain, distributor }: DistributorPlace): string {
  return streams.claims(chain, distributor.toLowerCase())
}

function described(state: PublicationState): Pick<Publication, 'roots' | 'open' | 'handedOver'> {
  const { plan, open, roots, handedOver } = state
  const onChain = roots.map(({ index, epoch, root, status, activatableAt }) => ({
    index,
    epoch,
    root,
    stage: status,
    activatableAt: new Date(activatableAt * 1_000).toISOString().replace('.000', ''),
  }))
  const planned =
    plan === undefined || roots.some(({ root, status }) => root === plan.root && status !== 'disabled')
      ? []
      : [
          {
            index: null,
            epoch: plan.epoch,
            root: plan.root,
            stage: stageOf(state, plan.epoch) === 'sent' ? ('sent' as const) : ('planned' as const),
            activatableAt: null,
          },
        ]
  return {
    roots: [...onChain, ...planned],
    open: open.map(({ nonce, versions }) => ({
      purpose: versions[0]!.purpose,
      nonce,
      hashes: versions.map(({ hash }) => hash),
      maxFeePerGas: versions.at(-1)!.maxFeePerGas,
    })),
    handedOver: handedOver ?? null,
  }
}
