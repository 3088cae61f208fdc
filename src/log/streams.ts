/** The streams of a Headwater log, by name. */
export const streams = {
  /** All registry events, in the order in which they were decided. */
  registry: 'registry',
  /** `EpochClosed` events. */
  epochs: 'epochs',
  /** `BooksRebuilt` events: which books of closed epochs count instead of those that the close wrote. */
  books: 'books',
  /** `RowsExcluded` events of one close: those that its `EpochClosed` has no room for. */
  excluded: (epoch: number, attempt: string) => `excluded-${epoch}-${attempt}`,
  /** One `LedgerNamed` event; only where the log is on a server. */
  ledger: 'ledger',
  /** Events of one source partition: `BatchRecorded`, `CheckpointMoved`, `PartitionTaken`. */
  ingest: (partition: string) => `ingest-${partition}`,
  /** Events of the publication to one distributor (`log/publication/`). */
  publication: (chain: string, distributor: string) => `publication-${chain}-${distributor}`,
  publicationPrefix: 'publication-',
  /** Events about payees that sign in (`log/people/`). */
  people: 'people',
  /** `ClaimsSeen` events of one distributor. */
  claims: (chain: string, distributor: string) => `claims-${chain}-${distributor}`,
  /** `ChainNoted` events of a partition that reads a chain. */
  chainNotes: (partition: string) => `notes-${partition}`,
  /** One `WebhookBegun` event for each webhook that notices are sent to. */
  webhooks: 'webhooks',
  /** What became of the notices of one webhook (`log/notices.ts`). */
  notices: (webhook: string) => `notices-${webhook}`,
  /** `RefusedShareSeen` events. */
  refusedShares: 'refused-shares',
  /** The prefix of the names of all ingest streams. */
  ingestPrefix: 'ingest-',
} as const
