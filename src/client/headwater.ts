/** `Headwater` over HTTP, whatever carries the requests: the same code runs in Node and in a browser. */
import { fail } from '../errors/error.ts'
import type {
  CloseOptions,
  EpochReport,
  Headwater,
  SimulateOptions,
  SimulationLine,
  TreeLeaf,
  TreeReport,
  VerifyOptions,
  VerifyReport,
} from '../service/headwater.ts'
import { remoteCompositions } from './compose.ts'
import { encode } from './encode.ts'
import { remoteEvents } from './events.ts'
import { linesOf } from './lines.ts'
import { remoteLists } from './lists.ts'
import { remoteNotices } from './notices.ts'
import { remotePeople } from './people.ts'
import { remotePublications } from './publications.ts'
import type { CheckShape, Shape } from './shapes.ts'
import { remoteStatements } from './statements.ts'
import type { Transport } from './transport.ts'
import { type Wire, wireOver } from './wire.ts'

const json = 'application/json'
const closeTriesMax = 3
const closeRetryMs = 1_000
const ndjson = 'application/x-ndjson'
/** As `explainedListMax` of the service, whose other code a page does not need. */
const explainedListMax = 100_000

/** @param check gives an answer as its shape, or fails */
export function connectOver(transport: Transport, check: CheckShape): Headwater {
  const wire = wireOver(transport, check)
  const { get, post } = wire
  const asset = (id: string) => `/v1/assets/${encode(id)}`

  return {
    ...remoteCompositions(post),
    ...remoteEvents({ get, post }),
    ...remoteLists(get),
    ...remoteStatements(wire),
    ...remoteNotices({ get, post }),
    ...remotePublications({ get, post }),
    ...remotePeople(wire),
    close: (options) => closeRemote(wire, options),
    preview: ({ until, treeFormats, limit } = {}) =>
      post('epochPreview', '/v1/epochs/preview', JSON.stringify({ until, treeFormats, limit })),
    simulate: (chunks, options) => simulateRemote(wire, chunks, options),
    epochs: ({ after } = {}) => epochsOver(wire, after),
    epoch: (epoch) => get('epochReport', `/v1/epochs/${epoch}`),
    manifest: (epoch) => wire.read({ method: 'GET', path: `/v1/epochs/${epoch}/manifest`, query: {} }),
    tree: (epoch) => readTrees(wire, epoch),
    proof: (account, epoch) => get('proofReport', `/v1/proofs/${encode(account)}`, { epoch }),
    async *duePayments({ epoch, ...query }) {
      const path = `/v1/epochs/${epoch}/due`
      const request = { method: 'GET', path, query, accept: ndjson } as const
      for await (const line of linesOf(await wire.open(request))) yield wire.check('duePayment', line)
    },
    async *auditBundle(epoch) {
      const path = `/v1/epochs/${epoch}/audit-bundle`
      yield* await wire.open({ method: 'GET', path, query: {}, accept: 'application/zip' })
    },
    explain: (id, source, { listedMax = explainedListMax } = {}) =>
      get('explanation', `/v1/calls/${encode(id)}/explanation`, { source, limit: listedMax }),
    explainTo: (payee, id, source) =>
      get('payeeExplanation', `/v1/payees/${encode(payee)}/calls/${encode(id)}/explanation`, {
        source,
      }),
    payeeCalls: (payee, query = {}) =>
      get('payeeCallPage', `/v1/payees/${encode(payee)}/calls`, { ...query }),
    flow: (epoch, view = {}) => get('epochFlowReport', `/v1/epochs/${epoch}/flow`, { ...view }),
    callFlow: (id, source, view = {}) =>
      get('callFlowReport', `/v1/calls/${encode(id)}/flow`, { ...view, source }),
    lineage: ({ asset: id, details, ...query }) =>
      get('lineageReport', `${asset(id)}/lineage`, {
        ...query,
        ...(details !== undefined && { details: String(details) }),
      }),
    currencies: async () => (await get('currencyList', '/v1/currencies')).items,
    asset: (id) => get('assetView', asset(id)),
    versions: (id, page = {}) => get('versionPage', `${asset(id)}/versions`, { ...page }),
    version: (id, version) => get('versionView', `${asset(id)}/versions/${encode(version)}`),
    verify: (epoch, options) => verifyRemote(wire, epoch, options),
    audit: (query = {}) => get('auditPage', '/v1/audit', { ...query }),
    quarantine: () => get('quarantineReport', '/v1/quarantine'),
    emptyQuarantine: () => post('quarantineReport', '/v1/quarantine/empty', '{}'),
    query: (sql) => post('queryAnswer', '/v1/query', JSON.stringify({ sql })),
    health: () => get('healthReport', '/v1/health'),
    doctor: ({ deep = false } = {}) => get('doctorReport', '/v1/doctor', deep ? { deep: 'true' } : {}),
    backup: (name) => post('backupReport', '/v1/backups', JSON.stringify({ name })),
    // The server goes on running, and the client keeps nothing open.
    shutdown: async () => {},
  }
}

/**
 * The request has a key, so that sending it again is safe where the answer was lost: the close goes on, and the second
 * request gets its answer.
 */
async function closeRemote(wire: Wire, options: CloseOptions = {}): Promise<EpochReport> {
  const { until, confirm, epoch, ahead, treeFormats, key = randomKey() } = options
  const body = JSON.stringify({ until, confirm, epoch, ahead, treeFormats })
  const request = {
    method: 'POST',
    path: '/v1/epochs',
    query: {},
    type: json,
    body,
    headers: { 'idempotency-key': key },
  } as const
  for (let tries = 1; ; tries++) {
    try {
      return wire.check('epochReport', await wire.json(request))
    } catch (error) {
      if (tries === closeTriesMax || !wire.wasCut(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, closeRetryMs))
    }
  }
}

async function* epochsOver({ get }: Wire, after = 0): AsyncGenerator<EpochReport> {
  let cursor: string | null | undefined
  do {
    const page: Shape<'epochPage'> = await get('epochPage', '/v1/epochs', { cursor })
    for (const epoch of page.items) if (epoch.epoch > after) yield epoch
    cursor = page.next
  } while (cursor !== null)
}

/** One epoch, or every one. */
async function* verifyRemote(
  wire: Wire,
  only: number | undefined,
  options: VerifyOptions = {},
): AsyncGenerator<VerifyReport> {
  if (only === undefined) {
    for await (const { epoch } of epochsOver(wire)) yield* verifyRemote(wire, epoch, options)
  } else if (options.onCheck !== undefined) yield* verifyAloud(wire, only, options)
  else {
    const query = options.full ? '?full=true' : ''
    yield await wire.post('verifyReport', `/v1/epochs/${only}/verify${query}`, '{}')
  }
}

/** Each check is reported when it has ended. */
async function* verifyAloud(
  wire: Wire,
  epoch: number,
  { full, onCheck }: VerifyOptions,
): AsyncGenerator<VerifyReport> {
  const query = { full: full ? 'true' : undefined }
  const path = `/v1/epochs/${epoch}/verify`
  const request = { method: 'POST', path, query, accept: ndjson, type: json, body: '{}' } as const
  for await (const value of linesOf(await wire.open(request))) {
    const line = wire.check('verifyLine', value)
    if ('report' in line) yield line.report
    else onCheck?.(epoch, line.check)
  }
}

async function* simulateRemote(
  wire: Wire,
  body: AsyncIterable<Uint8Array>,
  { until, from, origin, format, mapping }: SimulateOptions,
): AsyncGenerator<SimulationLine> {
  const query = {
    until,
    from,
    origin,
    format,
    mapping: mapping === undefined ? undefined : JSON.stringify(mapping),
  }
  const sent = { method: 'POST', path: '/v1/simulations', query, accept: ndjson, type: ndjson, body } as const
  for await (const line of linesOf(await wire.open(sent))) yield wire.check('simulationLine', line)
}

/** Not crypto.randomUUID, which browsers have only on pages that came over HTTPS or loopback. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Leaves are read on demand. The leaves of one chain must be read to their end before those of the next. */
async function* readTrees(wire: Wire, epoch: number): AsyncGenerator<TreeReport> {
  const answer = await wire.open({
    method: 'GET',
    path: `/v1/epochs/${epoch}/tree`,
    query: {},
  })
  const lines = linesOf(answer)[Symbol.asyncIterator]()
  for (let line = await lines.next(); !line.done; line = await lines.next()) {
    const { leaves: leafCount, ...tree } = wire.check('treeHeader', line.value)
    let left = leafCount
    const leaves = (async function* (): AsyncGenerator<TreeLeaf> {
      for (; left > 0; left--) {
        const leaf = await lines.next()
        if (leaf.done) fail('server.unexpected', 'The answer ends before the tree does.')
        yield wire.check('treeLeaf', leaf.value)
      }
    })()
    yield { ...tree, leafCount, leaves }
    for await (const _ of leaves);
  }
}
