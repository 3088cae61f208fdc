/**
 * A `Headwater` in memory with invented answers, for tests of what uses the interface (API, command line). It keeps what it
 * was sent. It does no attribution.
 */
import { createHash } from 'node:crypto'
import { compareUtf8 } from '../../src/base/utf8.ts'
import { fail } from '../../src/errors.ts'
import type {
  AuditEntry,
  ClausePage,
  CloseOptions,
  CompositionPreview,
  DismissOptions,
  DuePayment,
  EpochPreview,
  EpochReport,
  EventResult,
  Headwater,
  IngestOptions,
  LineageQuery,
  PageOptions,
  PreviewOptions,
  ReleaseSimulation,
  SimulationLine,
  StatementLine,
  SubmitOptions,
} from '../../src/service/headwater.ts'
import type { OnChain, Publication } from '../../src/service/publishing.ts'
import { payeeFigures, totalFigures, versionFigures } from '../../src/settlement/simulate/answers.ts'

export interface FakeHeadwater extends Headwater {
  readonly ingested: { text: string; options: IngestOptions }[]
  readonly submitted: { text: string; options: SubmitOptions }[]
  readonly closed: (string | undefined)[]
  readonly dismissed: DismissOptions[]
  readonly closeOptions: CloseOptions[]
  readonly previewed: PreviewOptions[]
  readonly lineageQueries: LineageQuery[]
  /** Queries of lists, by the name of the method. */
  readonly asked: Record<string, object>[]
  shutDown: boolean
  /** Set it to hold `close` back until it resolves. */
  closeGate: Promise<void>
}

const zero = '0'
const fakeFlow = {
  currency: 'USD',
  gross: '10',
  fee: zero,
  earned: '10',
  rounding: zero,
  assets: 1,
  payees: 1,
  nodes: [
    { id: 'calls', type: 'calls' as const, in: zero, out: '10' },
    { id: 'asset/model:acme/base', type: 'asset' as const, asset: 'model:acme/base', in: '10', out: '10' },
    { id: 'payee/acme', type: 'payee' as const, payee: 'acme', in: '10', out: zero },
  ],
  links: [
    { from: 'calls', to: 'asset/model:acme/base', amount: '10' },
    { from: 'asset/model:acme/base', to: 'payee/acme', amount: '10' },
  ],
}
const flow = {
  direct: '10',
  fee: '1',
  relativeIn: zero,
  absoluteIn: zero,
  relativeOut: '2',
  absoluteOut: '0.5',
  retained: '6.5',
}
const edge = {
  asset: 'model:acme/base',
  version: '1',
  relation: 'finetunedFrom',
  policy: 'relative',
  share: '0.2',
} as const

/** Two payees share an account, and the account of one is no account of its chain. */
const fakeDue = {
  cosmos: [
    ['ann', 'wasm1k9hwzxs889jpvd7env8z49gad3a3633vg350tq', '0.0001', '100', '0', undefined],
    ['bob', 'wasm1ylna88nach9sn5n7qe7u5l6lh7dmt6lp2y63xx', '0.01', '10000', '0.002', 'tax'],
    ['cat', 'wasm1ylna88nach9sn5n7qe7u5l6lh7dmt6lp2y63xx', '0.000333', '333', '0', undefined],
    ['dan', 'nowhere', '5', '5000000', '0', undefined],
  ].map(dueOf),
  solana: [
    ['ann', '4vJ9JU1bJJE96FWSJKvHsmmFADCg4gpZQff4P3bkLKi', '0.001', '1000', '0', undefined],
    ['bob', '8qbHbw2BbbTHBW1sbeqakYXVKRQM8Ne7pLK7m6CVfeR', '0.002', '2000', '0', undefined],
  ].map(dueOf),
}

function dueOf([payee, account, amount, atoms, withheld, to]: (string | undefined)[]): DuePayment {
  return {
    payee: payee!,
    account: account!,
    amount: amount!,
    atoms: atoms!,
    withheld: withheld!,
    ...(to !== undefined && { withheldFor: to }),
  }
}

const fakeClause: ClausePage['items'][number] = {
  ...{ clause: 'advance', state: 'inForce', payee: 'ann', to: 'fund', currency: 'USDC' },
  ...{ tiers: [{ share: '0.5' }], cap: '1000', assets: null, roles: null, rank: 500 },
  ...{ effectiveFrom: '2026-01-01T00:00:00Z', until: null, base: '600', taken: '300', left: '700' },
}

const fakeCorrection = {
  source: 'urn:bank',
  time: '2026-10-02T00:00:00Z',
  call: { id: 'c', source: 'urn:gateway' },
  asset: 'model:acme/chat',
  callState: 'settled',
  reason: 'chargeback',
} as const

export const fakeStatements: readonly StatementLine[] = ['ann', 'bob', 'çelik', '𝔷ed'].map(
  (payee, index) => ({
    payee,
    currency: 'USDC',
    earned: String(index + 1),
    late: zero,
    paid: zero,
    carried: String(index + 1),
  }),
)

const fakeComposition: CompositionPreview = {
  composition: {
    asset: 'agent:acme/helper',
    version: '1',
    owner: 'acme',
    uses: [{ asset: 'model:acme/base', relation: 'composedOf', policy: 'relative', share: '0.2' }],
  },
  file: 'asset: agent:acme/helper\n',
  events: [
    {
      ...{ specversion: '1.0', id: 'r1', source: 'composer', time: '2026-01-01T00:00:00Z' },
      type: 'io.headwater.version.released',
      data: { asset: 'agent:acme/helper', version: '1' },
    },
  ],
  recorded: false,
  releasable: true,
  faults: [],
  uses: [{ asset: 'model:acme/base', version: '1', pinned: true, owner: 'lab', promised: '0.2' }],
  promised: '0.2',
  call: null,
  callFault: null,
}

const amounts = (names: readonly string[], amount: string) =>
  Object.fromEntries(names.map((name) => [name, amount]))
const sides = (names: readonly string[]) => ({
  before: amounts(names, '1'),
  after: amounts(names, '3'),
  difference: amounts(names, '2'),
})

/** Figures as one agent with one source has them. */
const fakeReleaseSimulation: ReleaseSimulation = {
  ...{ of: 'agent:acme/old', since: '2026-01-01T00:00:00Z', before: '2026-02-01T00:00:00Z' },
  ...{ calls: 3, by: 'call', price: 'recorded', faults: [], rejectedCalls: 0, rejected: null },
  totals: [{ kind: 'total', currency: 'USDC', ...sides(totalFigures) }],
  payees: [{ kind: 'payee', payee: 'lab', currency: 'USDC', ...sides(payeeFigures) }],
  payeeCount: 4,
  versions: [
    {
      ...{ kind: 'version', asset: 'agent:acme/helper', version: '1', currency: 'USDC' },
      ...sides(versionFigures),
    },
  ],
  versionCount: 1,
}

export const fakeSimulation: readonly SimulationLine[] = [
  {
    ...{ kind: 'simulation', from: 4, to: 4, until: '2026-02-01T00:00:00Z' },
    ...{ accepted: 1, duplicate: 0, conflict: 0, rejected: 0 },
  },
  { kind: 'total', currency: 'USDC', ...sides(totalFigures) },
  { kind: 'tree', chain: 'eip155:8453', before: null, after: { root: `0x${'1'.repeat(64)}`, leaves: 1 } },
  { kind: 'payee', payee: 'ann', currency: 'USDC', ...sides(payeeFigures) },
]

const fakeAuditEntry: AuditEntry = {
  at: '2026-01-01T00:00:00.000Z',
  action: 'registry.recorded',
  actor: { kind: 'key', name: 'registrar' },
  details: { from: 0, to: 1, count: 2, types: { 'io.headwater.fee.set': 2 } },
}

export function fakeEpoch(epoch: number): EpochReport {
  return {
    epoch,
    until: `2026-0${epoch}-01T00:00:00Z`,
    position: epoch * 10,
    manifestHash: createHash('sha256').update(fakeManifest(epoch)).digest('hex'),
    counts: { settled: 3, late: 1, suspense: 1, pending: 0 },
    repeats: 0,
    totals: {
      USDC: {
        gross: '10.5',
        fee: '1',
        earned: '9.5',
        rounding: zero,
        paid: '3',
        carried: '6.5',
        suspense: zero,
        pending: zero,
      },
    },
    trees: [{ chain: 'eip155:8453', root: `0x${'ab'.repeat(32)}`, leaves: 2 }],
  }
}

function fakePreview(epoch: number): EpochPreview {
  const { manifestHash: hash, ...figures } = fakeEpoch(epoch)
  return {
    ...figures,
    hash,
    confirm: `${figures.until}_${figures.position}_${hash}`,
    previousUntil: fakeEpoch(epoch - 1).until,
    warnings: [],
    payments: {
      total: 2,
      items: [
        {
          payee: 'ann',
          currency: 'USDC',
          chain: 'eip155:8453',
          account: `0x${'1'.repeat(40)}`,
          paid: '3',
          difference: '-1',
          last: { paid: '4', account: `0x${'2'.repeat(40)}` },
        },
      ],
    },
    payees: {
      total: 2,
      items: [
        { payee: 'ann', currency: 'USDC', broughtForward: '1', earned: '2.5', paid: '3', carried: '0.5' },
      ],
    },
    suspense: { total: 1, items: [{ asset: 'model:acme/chta', currency: 'USDC', calls: 1, amount: zero }] },
    suspected: {
      calls: 1,
      pairs: [{ by: 'call', source: 'litellm', like: 'litellm-eu', currency: 'USDC', calls: 1, amount: '2' }],
      examples: [
        {
          by: 'call',
          source: 'litellm',
          id: 'call-1',
          asset: 'model:acme/chat',
          currency: 'USDC',
          amount: '2',
          like: { source: 'litellm-eu', id: 'call-1' },
        },
      ],
    },
    alikePayees: { total: 1, items: [['ann', 'аnn']] },
    changes: {
      total: 2,
      unexamined: 0,
      items: [
        {
          kind: 'fee',
          event: { source: '/registry', id: 'fee-2', recordedAt: figures.until, revision: 7 },
          payee: 'mallory',
          calls: 2,
          amounts: [{ currency: 'USDC', amount: '10' }],
          moves: [{ payee: 'mallory', currency: 'USDC', without: '0', with: '9' }],
          movesCount: 1,
        },
      ],
    },
  }
}

const fakeOnChain: OnChain = {
  chain: 'eip155:8453',
  distributor: `0x${'d'.repeat(40)}`,
  account: `0x${'1'.repeat(40)}`,
  token: `0x${'a'.repeat(40)}`,
  currency: 'USDC',
  published: '6',
  claimable: '2',
  claimed: '4',
}

const fakePublication: Publication = {
  chain: 'eip155:8453',
  distributor: `0x${'d'.repeat(40)}`,
  roots: [
    {
      index: 1,
      epoch: 1,
      root: `0x${'cd'.repeat(32)}`,
      stage: 'active',
      activatableAt: '2026-10-03T00:00:00Z',
    },
  ],
  open: [],
  handedOver: null,
  claimsBlock: 123,
}

export function fakeManifest(epoch: number): string {
  return `{"epoch":${epoch},"format":"headwater-manifest"}`
}

const fakeLink = {
  link: '0123456789abcdef',
  payee: 'ann',
  state: 'open',
  madeAt: '2026-10-01T00:00:00Z',
  madeBy: 'operator',
  expiresAt: '2026-10-08T00:00:00Z',
  usedAt: null,
} as const
const fakeChange = {
  at: '2026-10-01T00:00:00Z',
  payee: 'ann',
  account: `eip155:8453:0x${'3'.repeat(40)}`,
  before: `eip155:8453:0x${'1'.repeat(40)}`,
  askedBy: 'link 0123456789abcdef',
  nonce: '0'.repeat(32),
  signature: '0x00',
  bound: true,
  payableFrom: null,
}

/** @param epochCount how many epochs it has closed already */
export function fakeHeadwater(epochCount = 3): FakeHeadwater {
  let last = epochCount
  const known = (epoch: number) => {
    if (epoch < 1 || epoch > last) fail('epoch.unknown', `There is no epoch ${epoch}; the last is ${last}.`)
  }
  const fake: FakeHeadwater = {
    ingested: [],
    submitted: [],
    closed: [],
    dismissed: [],
    closeOptions: [],
    previewed: [],
    lineageQueries: [],
    asked: [],
    shutDown: false,
    closeGate: Promise.resolve(),
    async *simulate(chunks, { onProgress: _, ...options }) {
      const { accepted, rejectedCount: rejected } = await fake.ingest(chunks, options)
      yield* fakeSimulation.map((line) =>
        line.kind === 'simulation' ? { ...line, accepted, rejected } : line,
      )
    },
    async compose(file, options) {
      fake.asked.push({ compose: { file, options } })
      return fakeComposition
    },
    async simulateRelease(file, options) {
      fake.asked.push({ simulateRelease: { file, options } })
      return fakeReleaseSimulation
    },
    async ingest(chunks, options) {
      const parts: Uint8Array[] = []
      let bytes = 0
      for await (const chunk of chunks) {
        parts.push(chunk)
        bytes += chunk.length
        options.onProgress?.({ bytes, events: parts.length })
      }
      const text = Buffer.concat(parts).toString('utf8')
      fake.ingested.push({ text, options })
      const lines = text.split('\n').filter((line) => line !== '')
      const rejected = lines.flatMap((line, index) =>
        line.includes('bad')
          ? [{ line: index + 1, code: 'event.malformed', path: '/id', message: 'It is bad.' }]
          : [],
      )
      return {
        accepted: lines.length - rejected.length,
        duplicate: 0,
        conflict: 0,
        suspended: 0,
        rejected,
        rejectedCount: rejected.length,
        ...(rejected.length > 0 && {
          refusedByCode: [
            {
              code: 'event.malformed',
              count: rejected.length,
              fix: 'Write it as docs/events.md shows.',
              message: 'It is bad.',
              first: rejected.slice(0, 5).map(({ line, path }) => ({ line, path })),
            },
          ],
        }),
        ...(options.dryRun && { dryRun: true }),
      }
    },
    async submit(body, options) {
      const text = Buffer.from(body).toString('utf8')
      fake.submitted.push({ text, options })
      const value: unknown = JSON.parse(text)
      const events = (Array.isArray(value) ? value : [value]) as {
        id: string
        source: string
        type: string
      }[]
      if (options.eventsMax !== undefined && events.length > options.eventsMax) {
        fail('request.tooManyEvents', `${events.length} events; at most ${options.eventsMax}.`)
      }
      return events.map((event): EventResult => {
        const isCall = event.type === 'io.headwater.call.metered'
        const allowed = options.allowed?.[isCall ? 'calls' : 'registry'] ?? true
        const { id = null, source = null } = event
        if (allowed) return { id, source, status: 'accepted' }
        return { id, source, status: 'rejected', fault: { code: 'auth.scope', message: 'No scope for it.' } }
      })
    },
    async close(options: CloseOptions = {}) {
      await fake.closeGate
      fake.closed.push(options.until)
      fake.closeOptions.push(options)
      if (options.until !== undefined && Number.isNaN(Date.parse(options.until))) {
        fail('time.malformed', `${options.until} is no time.`, { path: '/until' })
      }
      last++
      return fakeEpoch(last)
    },
    async preview(options: PreviewOptions = {}) {
      fake.previewed.push(options)
      return fakePreview(last + 1)
    },
    async *epochs({ after = 0 } = {}) {
      for (let epoch = after + 1; epoch <= last; epoch++) yield fakeEpoch(epoch)
    },
    async epoch(epoch) {
      known(epoch)
      return fakeEpoch(epoch)
    },
    async manifest(epoch) {
      known(epoch)
      return Buffer.from(fakeManifest(epoch))
    },
    async *tree(epoch) {
      known(epoch)
      const leaves = ['1', '2'].map((digit) => ({
        account: `0x${digit.repeat(40)}`,
        token: `0x${'a'.repeat(40)}`,
        cumulative: `${digit}000000`,
        proof: [`0x${digit.repeat(64)}`],
      }))
      yield { chain: 'eip155:1', root: `0x${'cd'.repeat(32)}`, leafCount: 1, leaves: leaves.slice(0, 1) }
      yield { chain: 'eip155:8453', root: `0x${'ab'.repeat(32)}`, leafCount: 2, leaves }
    },
    async proof(account, epoch = last) {
      return { epoch, account, proofs: [] }
    },
    async statement(payee, epoch = last) {
      return {
        epoch,
        until: fakeEpoch(epoch).until,
        payee,
        name: null,
        accounts: [{ chain: 'eip155:8453', account: `0x${'1'.repeat(40)}` }],
        currencies: [
          {
            currency: 'USDC',
            broughtForward: zero,
            earned: '6.5',
            late: zero,
            paid: '6',
            paidTo: { chain: 'eip155:8453', account: `0x${'1'.repeat(40)}`, token: `0x${'a'.repeat(40)}` },
            carried: '0.5',
            held: 'belowAtom',
            lines: [{ asset: 'model:acme/chat', version: '2', role: 'holder', earned: '6.5', flow }],
          },
        ],
      }
    },
    async *auditBundle(epoch) {
      if (epoch !== 1) fail('epoch.unknown', `Epoch ${epoch} is not closed; 1 are.`)
      yield Buffer.from('PK of epoch 1')
    },
    async *statementsInFull(epoch) {
      known(epoch)
      for (const payee of ['ann', '../bob']) yield await this.statement(payee, epoch)
    },
    async statementToDate(payee) {
      const { accounts, currencies, ...about } = await this.statement(payee)
      return {
        ...{ payee, name: null, accounts, epochs: last, until: about.until },
        currencies: currencies.map(({ currency, earned, late, paid, carried, held }) => ({
          ...{ currency, earned, late, paid, carried, held, toBePaid: null },
          byEpoch: [{ epoch: 1, until: about.until, earned, late, paid, paidTo: null, carried }],
          sources: [
            {
              ...({ asset: 'model:acme/chat', version: '2', role: 'holder', earned } as const),
              ...{ first: 1, last: 1, event: null, paths: [] },
            },
          ],
          ...{ sourcesMore: 0, clauses: [], lots: [] },
        })),
      }
    },
    async *duePayments({ epoch, chain, currency }) {
      known(epoch)
      if (currency !== 'USDC') return
      yield* chain?.startsWith('cosmos:') ? fakeDue.cosmos : fakeDue.solana
    },
    async *statements(epoch, { after } = {}) {
      known(epoch)
      const isAfter = (line: StatementLine) =>
        after === undefined ||
        (compareUtf8(after.payee, line.payee) || compareUtf8(after.currency, line.currency)) < 0
      yield* fakeStatements.filter(isAfter)
    },
    async balances(payee) {
      return {
        payee,
        name: null,
        accounts: [],
        balances: [{ currency: 'USDC', balance: '0.5', held: 'noAccount' }],
      }
    },
    async payeeCalls(payee, query = {}) {
      fake.asked.push({ payeeCalls: { payee, ...query } })
      const part = { asset: 'model:acme/chat', version: '1', role: 'holder', amount: '1' } as const
      const call = { id: 'c1', source: 'urn:gateway', time: '2026-01-01T00:00:00Z', currency: 'USDC' }
      return { items: [{ ...call, epoch: 1, late: false, amount: '1', parts: [part] }], next: null }
    },
    async explainTo(payee, id, source = 'urn:gateway') {
      return {
        id,
        source,
        time: '2026-01-01T00:00:00Z',
        currency: 'USDC',
        state: 'settled',
        epoch: 1,
        late: false,
        payee,
        amount: '1',
        parts: [],
      }
    },
    async balanceList(query = {}) {
      fake.asked.push({ balanceList: query })
      return { items: [{ payee: 'ann', currency: 'USDC', balance: '0.5', held: 'noAccount' }], next: null }
    },
    async publications() {
      return { items: [fakePublication] }
    },
    async publication(place) {
      fake.asked.push({ publication: place })
      return { revision: -1, events: [] }
    },
    async planPublication(query) {
      fake.asked.push({ planPublication: query })
      const root = `0x${'cd'.repeat(32)}`
      return { epoch: last, root, manifestHash: 'ab'.repeat(32), leaves: 1, totals: [], before: null }
    },
    async recordPublication({ revision, ...record }) {
      fake.asked.push({ recordPublication: { revision, ...record } })
      return { revision: revision + 1 }
    },
    async claims(query = {}) {
      fake.asked.push({ claims: query })
      return { items: [fakeOnChain], next: null }
    },
    async claimTotals(place) {
      fake.asked.push({ claimTotals: place })
      return { revision: -1, block: null, totals: [] }
    },
    async recordClaims({ revision, ...record }) {
      fake.asked.push({ recordClaims: { revision, ...record } })
      return { revision: revision + 1 }
    },
    async clauses(query = {}) {
      fake.asked.push({ clauses: query })
      return { items: query.payee === 'cleo' ? [] : [fakeClause], next: null }
    },
    async advances(query = {}) {
      fake.asked.push({ advances: query })
      const { clause, payee, to, currency, taken } = fakeClause
      const pace = { taken: '100', from: '2026-09-01T00:00:00Z', until: '2026-10-01T00:00:00Z' }
      const line = { clause, payee, to, currency, taken, until: null, pace }
      return {
        items: [{ ...line, cap: '1000', left: '700', recoupedBy: '2027-05-01T00:00:00Z', recoupedIn: null }],
        next: null,
      }
    },
    async reserves(query = {}) {
      fake.asked.push({ reserves: query })
      const due = '2026-12-01T00:00:00Z'
      return { items: [{ payee: 'ann', currency: 'USDC', epoch: 1, due, left: '0.2' }], next: null }
    },
    async owed(query = {}) {
      fake.asked.push({ owed: query })
      return { items: [{ payee: 'ann', currency: 'USDC', owed: '0.5' }], next: null }
    },
    async disputes(query = {}) {
      fake.asked.push({ disputes: query })
      const line = { ...fakeCorrection, id: 'd', currency: 'USDC', amount: '2', held: '1.5', days: 3 }
      return { items: [line], next: null }
    },
    async refunds(query = {}) {
      fake.asked.push({ refunds: query })
      const line = { ...fakeCorrection, id: 'r', currency: 'EUR', amount: '0.5' }
      return { items: [{ ...line, state: 'mismatched' }], next: null }
    },
    async payments(query = {}) {
      fake.asked.push({ payments: query })
      const payment = { chain: 'eip155:1', token: '0x1', payer: '0x2', nonce: '7' }
      const line = { state: 'waiting', payment, id: 'd', source: 's', time: '2026-10-01T00:00:00Z' } as const
      const rest = { asset: 'tool:a', validBefore: null, purchase: null, call: null }
      return { items: [{ ...line, ...rest }], next: null }
    },
    async doublePayments(query = {}) {
      fake.asked.push({ doublePayments: query })
      const [call, time] = [{ id: 'b', source: 's' }, '2026-10-01T00:00:00Z']
      const line = { purchase: 'p', asset: 'tool:a', currency: 'USDC', amount: '1', time, call }
      const event = {
        specversion: '1.0',
        type: 'io.headwater.call.refunded',
        source: 'r',
        id: 'r',
        time,
      } as const
      const refund = { ...event, data: { call, reason: 'twice' } }
      return { items: [{ ...line, first: { id: 'a', source: 's' }, refund }], next: null }
    },
    async revenue(query = {}) {
      fake.asked.push({ revenue: query })
      const sums = { currency: 'USDC', calls: 3, amount: '1.5' }
      return {
        from: '2026-10-01',
        to: '2026-10-01',
        currencies: [sums],
        cut: false,
        days: [{ day: '2026-10-01', state: 'settled' as const, ...sums }],
        assets: [{ asset: 'model:acme/chat', ...sums }],
        others: [],
      }
    },
    async held() {
      return {
        epoch: 3,
        reasons: [{ held: 'noAccount' as const, currency: 'USDC', payees: 1, amount: '0.5' }],
        others: [],
        owed: [],
      }
    },
    async callGroups(query = {}) {
      fake.asked.push({ callGroups: query })
      const group = { asset: 'model:acme/chat', day: '2026-10-01', currency: 'USDC' }
      return { items: [{ ...group, state: 'settled', calls: 3, amount: '1.5' }], next: null }
    },
    async calls(query = {}) {
      fake.asked.push({ calls: query })
      const call = {
        id: '=1+1',
        source: 'urn:gateway',
        time: '2026-10-01T12:00:00Z',
        asset: 'model:acme/chat',
      }
      const more = {
        version: null,
        currency: 'USDC',
        amount: '0.5',
        priced: false,
        state: 'settled',
      } as const
      return { items: [{ ...call, ...more }], next: null }
    },
    async suspense(query = {}) {
      fake.asked.push({ suspense: query })
      const line = { asset: 'model:acme/chatt', version: null, currency: 'USDC', calls: 2, amount: '77' }
      const times = { oldest: '2026-10-01T00:00:00Z', newest: '2026-10-02T00:00:00Z' }
      return { items: [{ ...line, ...times, waits: 'asset', near: ['model:acme/chat'] }], next: null }
    },
    async explain(id, source = 'urn:gateway') {
      if (id === 'missing') fail('call.notFound', `No call has the id ${id}.`)
      return {
        id,
        source,
        time: '2026-01-01T00:00:00Z',
        asset: 'model:acme/chat',
        version: '2',
        resolvedBy: 'latest',
        waits: null,
        currency: 'USDC',
        amount: '10',
        priced: false,
        state: 'settled',
        epoch: 1,
        late: false,
        fee: { payee: 'house', share: '0.1', amount: '1' },
        payees: [
          {
            payee: 'ann',
            amount: '6.5',
            parts: [{ asset: 'model:acme/chat', version: '2', role: 'holder', amount: '6.5' }],
          },
        ],
        versions: [{ ...flow, asset: 'model:acme/chat', version: '2', pathCount: '1', paths: [[]] }],
        rounding: zero,
        payeeCount: 1,
        versionCount: 1,
      }
    },
    async flow(epoch, view = {}) {
      fake.asked.push({ flow: { epoch, ...view } })
      return { epoch, until: '2026-02-01T00:00:00Z', currencies: [fakeFlow] }
    },
    async callFlow(id, source = 'test', view = {}) {
      fake.asked.push({ callFlow: { id, source, ...view } })
      return { id, source, time: '2026-01-01T00:00:00Z', epoch: 1, currencies: [fakeFlow] }
    },
    async lineage(query) {
      fake.lineageQueries.push(query)
      return {
        asset: query.asset,
        version: query.version ?? '2',
        direction: query.direction ?? 'up',
        depth: query.depth ?? null,
        asOf: query.asOf ?? null,
        total: 1,
        nodes: [
          {
            asset: 'model:acme/base',
            version: '1',
            releasedAt: '2026-01-01T00:00:00Z',
            depth: 1,
            edges: [edge],
          },
        ],
        next: null,
      }
    },
    async currencies() {
      return [{ currency: 'USDC', decimals: 6, chain: 'eip155:8453', token: `0x${'a'.repeat(40)}` }]
    },
    async payees(query = {}) {
      fake.asked.push({ payees: query })
      const accounts = [{ chain: 'eip155:8453', account: `0x${'1'.repeat(40)}` }]
      const bob = { payee: 'bob', name: null, accounts: [] }
      return query.cursor === undefined
        ? { items: [{ payee: 'ann', name: '=HYPERLINK("x")', accounts }], total: 2, next: 'more' }
        : { items: [bob], total: 2, next: null }
    },
    async makeLink({ payee }) {
      return { ...fakeLink, payee, token: 'token', fragment: '#/sign-in/token' }
    },
    async links(query = {}) {
      fake.asked.push({ links: query })
      return { items: [fakeLink], next: null }
    },
    async revokeLink(link) {
      if (link !== fakeLink.link) fail('link.unknown', `There is no link ${link}.`)
      return { ...fakeLink, state: 'revoked' }
    },
    async *payeeExport(payee) {
      yield { kind: 'payee', payee, name: null, at: '2026-10-01T00:00:00Z', version: '1.0.0' }
    },
    async accountChanges(query = {}) {
      fake.asked.push({ accountChanges: query })
      return { items: [fakeChange], next: null }
    },
    async rates(query = {}) {
      fake.asked.push({ rates: query })
      const perMillion = { input: '2', output: '4', cacheRead: zero, cacheWrite: zero }
      const rate = { currency: 'USDC', effectiveFrom: '2026-01-01T00:00:00Z', perCall: zero, perMillion }
      const at = query.at ?? '2026-10-01T00:00:00Z'
      return { at, items: [{ asset: 'model:acme/chat', ...rate, inForce: true }], next: null }
    },
    async fees(query = {}) {
      fake.asked.push({ fees: query })
      const fee = { share: '0.1', payee: 'house', effectiveFrom: '2026-01-01T00:00:00Z', inForce: true }
      return { at: query.at ?? '2026-10-01T00:00:00Z', items: [fee], next: null }
    },
    async assets(_page: PageOptions = {}) {
      fake.asked.push({ assets: _page })
      return { items: [await fake.asset('model:acme/chat')], total: 1, next: null }
    },
    async asset(asset) {
      if (asset.endsWith('missing')) fail('asset.unknown', `No asset is registered as ${asset}.`)
      return {
        asset,
        owner: 'ann',
        name: null,
        license: null,
        metadataUri: null,
        versions: 1,
        latestVersion: '2',
        rates: [],
        costs: [],
        contributions: { payees: 0, units: zero },
      }
    },
    async versions(asset) {
      return { items: [await fake.version(asset, '2')], total: 1, next: null }
    },
    async version(asset, version) {
      return {
        asset,
        version,
        releasedAt: '2026-01-01T00:00:00Z',
        contentDigest: null,
        holders: [{ payee: 'ann', share: '1' }],
        transfers: { count: 0, listed: [] },
        contributorShare: zero,
        contributors: { payees: 0, units: zero, listed: [] },
        derivedFrom: [edge],
        absoluteShares: zero,
      }
    },
    async *verify(epoch, { onCheck = () => {} } = {}) {
      const epochs = epoch === undefined ? Array.from({ length: last }, (_, index) => index + 1) : [epoch]
      for (const number of epochs) {
        known(number)
        const ok = number !== 2
        onCheck(number, { name: 'totals', ok, detail: ok ? 'agree' : 'USDC gross differs' })
        yield {
          epoch: number,
          ok,
          checks: [{ name: 'totals', ok, detail: ok ? 'agree' : 'USDC gross differs' }],
        }
      }
    },
    async audit() {
      return { items: [fakeAuditEntry], next: null }
    },
    async webhooks() {
      return { items: [] }
    },
    async rewindWebhook(webhook, { epoch }) {
      return { webhook, epoch }
    },
    async quarantine() {
      return { calls: [], books: [] }
    },
    async emptyQuarantine() {
      return { calls: [], books: [] }
    },
    async refused() {
      return { items: [], total: 0, next: null }
    },
    async dismissRefused(selection) {
      fake.dismissed.push(selection)
      return { dismissed: 2, left: 1 }
    },
    async replayRefused() {
      return { replayed: 2, accepted: 1, duplicate: 0, conflict: 0, rejected: 1 }
    },
    async query(sql) {
      fake.asked.push({ query: { sql } })
      if (sql === 'busy') fail('query.busy', '2 queries are running already.')
      const columns = [
        { name: 'asset', type: 'LowCardinality(String)' },
        { name: 'calls', type: 'UInt64' },
        { name: 'change', type: 'Int64' },
        { name: 'mean', type: 'Nullable(Float64)' },
        { name: 'first', type: "DateTime64(6, 'UTC')" },
        { name: 'all', type: 'Array(UInt8)' },
      ]
      const moment = '2026-10-01 12:00:00.000000'
      return { columns, rows: [['@chat', '18446744073709551615', '-3', 0.5, moment, [1, 2]]] }
    },
    async health() {
      return {
        status: fake.shutDown ? 'closing' : 'ok',
        version: '0.0.0',
        startedAt: '2026-01-01T00:00:00Z',
        position: 42,
        registryEvents: 7,
        assets: 1,
        versions: 1,
        epochs: last,
        lastEpoch: last === 0 ? null : { until: fakeEpoch(last).until, position: fakeEpoch(last).position },
        identities: null,
        refused: 0,
      }
    },
    async backup(folder) {
      return { folder, files: 3, bytes: 4_096, position: 9, sha256: 'ab'.repeat(32), elsewhere: [] }
    },
    async doctor() {
      return { ok: true, checks: [{ name: 'node', status: 'ok', detail: 'Node 24', mend: null }] }
    },
    async shutdown() {
      fake.shutDown = true
    },
  }
  return fake
}
