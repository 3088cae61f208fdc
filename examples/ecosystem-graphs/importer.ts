/**
 * Turns a list of AI assets with dependencies (the shape of Stanford CRFM's Ecosystem Graphs) into registry events, and
 * a table of real calls (the shape of Azure's public LLM trace) into call events over them. Public data says who depends
 * on whom, but not who owes how much to whom: terms and prices here follow fixed, invented rules.
 */

export interface EcosystemRecord {
  readonly name: string
  readonly type: 'application' | 'dataset' | 'model'
  readonly organization: string
  /** `YYYY-MM-DD`, or anything else where the day is not known. */
  readonly created: string
  readonly license: string
  readonly dependencies: readonly string[]
}

interface EcosystemReport {
  readonly assets: number
  readonly edges: number
  /** Names that some record depends on and the list lacks: assets of an unknown owner. */
  readonly unresolved: readonly string[]
  /** Edges dropped because they would close a cycle, as `derived → source`. */
  readonly cycleEdgesDropped: readonly string[]
  /** Later records under a name that an earlier one has. */
  readonly repeatedNames: readonly string[]
}

interface EcosystemImport {
  readonly events: readonly object[]
  readonly report: EcosystemReport
  /** Asset ids of models, in the order released. */
  readonly models: readonly string[]
}

const source = '/examples/ecosystem-graphs'
const recorded = '2023-11-01T00:00:00Z'
const kinds = { application: 'agent', dataset: 'dataset', model: 'model' } as const

export function importEcosystem(records: readonly EcosystemRecord[]): EcosystemImport {
  const { nodes, repeatedNames, unresolved } = collectNodes(records)
  const { order, dropped } = orderBySource(nodes)
  const events: object[] = []
  const emit = (type: string, data: object) => {
    events.push({
      specversion: '1.0',
      id: `ecosystem-${events.length}`,
      source,
      type: `io.headwater.${type}`,
      time: recorded,
      data,
    })
  }

  emit('currency.registered', {
    currency: 'USDC',
    decimals: 6,
    chain: 'eip155:8453',
    token: '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913',
  })
  emit('fee.set', { share: '0.03', payee: 'marketplace', effectiveFrom: '2023-01-01T00:00:00Z' })
  const owners = [...new Set(order.map((node) => node.owner))]
  for (const [index, payee] of owners.entries()) {
    // Every second owner has an account; the others' balances are carried.
    if (index % 2 === 0)
      emit('payee.registered', {
        payee,
        account: `eip155:8453:0x${(index + 1).toString(16).padStart(40, '0')}`,
      })
  }
  let edges = 0
  for (const node of order) {
    emit('asset.registered', { asset: node.id, owner: node.owner, name: node.name, license: node.license })
    const sources = node.sources
      .filter((name) => !dropped.has(`${node.name} → ${name}`))
      .map((name) => nodes.get(name)!)
    edges += sources.length
    emit('version.released', {
      asset: node.id,
      version: '1',
      releasedAt: node.releasedAt,
      derivedFrom: terms(node, sources),
    })
  }
  const models = order.filter((node) => node.id.startsWith('model:'))
  for (const [index, model] of models.entries()) {
    emit('rate.set', {
      asset: model.id,
      currency: 'USDC',
      effectiveFrom: '2023-01-01T00:00:00Z',
      perMillion: prices(index),
    })
  }
  return {
    events,
    models: models.map((model) => model.id),
    report: { assets: order.length, edges, unresolved, cycleEdgesDropped: [...dropped], repeatedNames },
  }
}

/** One call event for each row `TIMESTAMP,ContextTokens,GeneratedTokens`; call i goes to model (i · 7919) mod n. */
export function* callsOfTrace(csv: string, models: readonly string[]): Generator<object> {
  const rows = csv
    .split(/\r?\n/)
    .slice(1)
    .filter((row) => row !== '')
  for (const [index, row] of rows.entries()) {
    const [timestamp, input, output] = row.split(',')
    yield {
      specversion: '1.0',
      id: `azure-${index}`,
      source: '/traces/azure-llm-2023-conv',
      type: 'io.headwater.call.metered',
      time: `${timestamp!.replace(' ', 'T')}Z`,
      data: {
        asset: models[(index * 7_919) % models.length],
        tokens: { input: Number(input), output: Number(output) },
      },
    }
  }
}

interface Node {
  readonly name: string
  readonly id: string
  readonly owner: string
  readonly license: string
  readonly releasedAt: string
  readonly sources: readonly string[]
}

function collectNodes(records: readonly EcosystemRecord[]): {
  nodes: Map<string, Node>
  repeatedNames: string[]
  unresolved: string[]
} {
  const nodes = new Map<string, Node>()
  const taken = new Set<string>()
  const repeatedNames: string[] = []
  for (const record of records) {
    if (nodes.has(record.name)) {
      repeatedNames.push(record.name)
      continue
    }
    nodes.set(record.name, {
      name: record.name,
      id: freeId(kinds[record.type], record.organization, record.name, taken),
      owner: record.organization.slice(0, 60).trim() || 'unknown',
      license: record.license || 'unknown',
      releasedAt: /^\d{4}-\d{2}-\d{2}$/.test(record.created) ? `${record.created}T00:00:00Z` : recorded,
      sources: [...new Set(record.dependencies)],
    })
  }
  const unresolved: string[] = []
  for (const name of new Set(records.flatMap((record) => record.dependencies))) {
    if (nodes.has(name)) continue
    unresolved.push(name)
    nodes.set(name, {
      name,
      id: freeId('dataset', 'unknown', name, taken),
      owner: 'unknown',
      license: 'unknown',
      releasedAt: recorded,
      sources: [],
    })
  }
  return { nodes, repeatedNames, unresolved }
}

/** Sources first; an edge that leads back to a node still being walked closes a cycle and is dropped. */
function orderBySource(nodes: ReadonlyMap<string, Node>): { order: Node[]; dropped: Set<string> } {
  const order: Node[] = []
  const dropped = new Set<string>()
  const state = new Map<string, 'open' | 'done'>()
  for (const start of nodes.values()) {
    const stack: { node: Node; next: number }[] = state.has(start.name) ? [] : [{ node: start, next: 0 }]
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!
      state.set(top.node.name, 'open')
      const name = top.node.sources[top.next]
      top.next += 1
      if (name === undefined) {
        state.set(top.node.name, 'done')
        order.push(top.node)
        stack.pop()
      } else if (state.get(name) === 'open') {
        dropped.add(`${top.node.name} → ${name}`)
      } else if (!state.has(name)) {
        stack.push({ node: nodes.get(name)!, next: 0 })
      }
    }
  }
  return { order, dropped }
}

/** Sources share two fifths of what a version receives, in equal parts; a dataset without sources takes a fixed 2 %. */
function terms(node: Node, sources: readonly Node[]): object[] {
  const parts = String(Math.floor(400_000_000 / Math.max(1, sources.length))).padStart(9, '0')
  return sources.map((origin) => {
    const plainData = origin.id.startsWith('dataset:') && origin.sources.length === 0
    return {
      asset: origin.id,
      version: '1',
      relation: node.id.startsWith('agent:')
        ? 'composedOf'
        : origin.id.startsWith('dataset:')
          ? 'trainedOn'
          : 'finetunedFrom',
      policy: plainData ? 'absolute' : 'relative',
      share: plainData ? '0.02' : `0.${parts}`,
    }
  })
}

function prices(index: number): { input: string; output: string } {
  return { input: `0.${String(1 + (index % 9))}5`, output: `${1 + (index % 4)}.20` }
}

function freeId(kind: string, organization: string, name: string, taken: Set<string>): string {
  const base = `${kind}:${slug(organization)}/${slug(name)}`
  let id = base
  for (let suffix = 2; taken.has(id); suffix += 1) id = `${base}-${suffix}`
  taken.add(id)
  return id
}

function slug(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9.]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase()
  return plain.slice(0, 60) || 'unnamed'
}
