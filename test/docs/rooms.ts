/** The rooms of src/, from the lowest: a room uses only rooms above it in this list, which docs/architecture.md shows. */
export const rooms = [
  'base',
  'errors',
  'config',
  'money',
  'keccak',
  'columns',
  'merkle',
  'events',
  'registry',
  'attribution',
  'terms',
  'eventstore',
  'log',
  'registrystore',
  'usage',
  'decoding',
  'suggesting',
  'identities',
  'ingest',
  'importing',
  'composing',
  'books',
  'settlement',
  'projections',
  'service',
  'documents',
  'kafka',
  'chain',
  'notices',
  'ledger',
  'client',
  'telemetry',
  'api',
  'processes',
  'cli',
] as const

/** Rooms with doors: other rooms import these files of them and no others. events/index.ts says why it has several. */
export const doors = new Map([
  ['events', ['index.ts', 'ids.ts', 'account.ts', 'edgeNames.ts', 'edgeTerms.ts', 'time.ts']],
  // Threads that read events load plainFact.ts and what it imports, which is little.
  ['registry', ['index.ts', 'plainFact.ts']],
  ['importing', ['index.ts', 'export/index.ts']],
  ['composing', ['index.ts']],
])

/** Files beside the rooms: the entry, what every room may use, and the doors of the rooms of their names. */
export const rootFiles = ['main.ts', 'brand.ts', 'invariant.ts', 'version.ts', 'config.ts', 'errors.ts']

/** Rooms that read no clock, randomness, file, network or environment. */
export const pureRooms = [
  'base',
  'errors',
  'money',
  'keccak',
  'columns',
  'merkle',
  'events',
  'registry',
  'attribution',
  'terms',
  'importing',
  'composing',
]
