/**
 * Every failure that a user can meet, by its stable code. `retry` says whether the same request may succeed later
 * without a change; `fix` tells what to do. docs/errors.md is tested against this table.
 */
export const errorCatalogue = {
  // money
  'amount.malformed': {
    retry: false,
    fix: 'Write amounts as decimal strings in major units: digits, perhaps a point and digits; no sign, no exponent.',
  },
  'amount.tooPrecise': { retry: false, fix: 'Use at most `decimals + 12` fraction digits of the currency.' },
  'amount.tooLarge': { retry: false, fix: 'Amounts must stay below 2^160 ledger units; split the call.' },
  'share.malformed': {
    retry: false,
    fix: 'Write shares as decimal fractions with at most 9 fraction digits, e.g. "0.125".',
  },
  'share.outOfRange': { retry: false, fix: 'A share is above 0 and at most 1; a fee may be 0.' },

  // configuration, command line, data folder
  'config.invalid': {
    retry: false,
    fix: 'Mend the settings named in the message; .env.example shows each with its form and default.',
  },
  'config.keysRequired': {
    retry: false,
    fix: 'Configure API keys (`--keys FILE` or HEADWATER_API_KEYS) before binding an address that others reach, or leave `--host` out.',
  },
  'usage.invalid': {
    retry: false,
    fix: 'See `headwater --help` or `headwater COMMAND --help`; each shows an example.',
  },
  'input.unreadable': { retry: false, fix: 'Check the path and its permissions; `-` reads standard input.' },
  'mapping.malformed': { retry: false, fix: 'A mapping is a JSON object; docs/ingestion.md shows one.' },
  'data.missing': {
    retry: false,
    fix: 'Make the folder with `headwater init --data DIR`, or let the first `headwater ingest` make it.',
  },
  'data.foreign': {
    retry: false,
    fix: 'Name an empty or missing folder, or one that Headwater made: headwater.json marks it.',
  },
  'data.newer': {
    retry: false,
    fix: 'Install the version of Headwater that wrote the folder, or a newer one; an older one would misread it.',
  },
  'data.unwritable': {
    retry: false,
    fix: 'Give the user that runs Headwater the right to write there, or name another folder with `--data`.',
  },
  'data.diskFull': {
    retry: true,
    fix: 'Free space on the disk of the data folder and send the same again; what was acknowledged is safe, and nothing counts twice.',
  },
  'service.closing': {
    retry: true,
    fix: 'The server is shutting down: send the same again when it is back; nothing counts twice.',
  },

  // usage store
  'usage.unavailable': {
    retry: true,
    fix: 'The engine under the usage rows failed; its words are in the message. Try again; `headwater doctor` checks the folder.',
  },
  'usage.elsewhere': {
    retry: false,
    fix: 'A folder keeps the usage store that it began with: set HEADWATER_CLICKHOUSE_URL (`--clickhouse`) if it began on a server, leave it out if not.',
  },
  'usage.otherLedger': {
    retry: false,
    fix: 'Give every data folder a database of its own, or restore the folder that this one belongs to.',
  },
  'data.migrationChanged': {
    retry: false,
    fix: 'The folder was made by a build whose schema changes read otherwise. Use that build, or a released version.',
  },

  // HTTP API
  'auth.missing': {
    retry: false,
    fix: 'Send `Authorization: Bearer KEY`; the command line takes the key from HEADWATER_API_KEY.',
  },
  'auth.unknownKey': {
    retry: false,
    fix: 'Check the key; the server knows only keys whose SHA-256 its configuration lists.',
  },
  'auth.scope': { retry: false, fix: 'Use a key that has the scope named in the message.' },
  'request.malformed': {
    retry: false,
    fix: 'Send what /openapi.json describes; the message says which part differs.',
  },
  'request.tooLarge': {
    retry: false,
    fix: 'Send smaller requests, or stream the events to /v1/ingestions, which takes any length.',
  },
  'request.tooManyEvents': {
    retry: false,
    fix: 'Send fewer events a request, or stream them to /v1/ingestions.',
  },
  'request.mediaType': {
    retry: false,
    fix: 'Send application/cloudevents+json, application/cloudevents-batch+json, application/json or application/x-ndjson.',
  },
  'request.hostRefused': {
    retry: false,
    fix: 'A server without keys answers only to loopback names; call it by 127.0.0.1 or localhost, or configure keys.',
  },
  'request.rateLimited': {
    retry: true,
    fix: 'Wait as long as Retry-After says and send the same again; nothing counts twice.',
  },
  'cursor.malformed': {
    retry: false,
    fix: 'Send the `next` of the page before as it came, with the same other parameters.',
  },
  'route.unknown': { retry: false, fix: 'See /openapi.json for the paths and methods that exist.' },
  'server.unreachable': {
    retry: true,
    fix: 'Check that `headwater serve` runs there and that the URL names its host and port.',
  },
  'server.addressTaken': {
    retry: false,
    fix: 'Name another port with `--port`, or end the program that listens there.',
  },
  'server.unexpected': {
    retry: false,
    fix: 'Check that the URL is that of a Headwater server of this version.',
  },
  'internal.bug': {
    retry: false,
    fix: 'This is a fault in Headwater: report it with the request id and the log lines that carry it.',
  },
  // lineage graph, for those who use it as a library; releases are judged by the registry before
  'lineage.sourceUnknown': {
    retry: false,
    fix: 'Name each source by the index of a version that comes before.',
  },
  'lineage.overPromised': {
    retry: false,
    fix: 'Lower the shares until stack and relative shares add up to at most 1.',
  },

  // event store, identity index
  'data.held': {
    retry: true,
    fix: 'Stop the other process, or work through it: `--url` where it is `headwater serve`.',
  },
  'data.damaged': {
    retry: false,
    fix: 'Restore the data folder from a backup; `headwater doctor` tells what is wrong.',
  },
  'eventstore.wrongRevision': {
    retry: true,
    fix: 'Another writer was first: read what it recorded, decide again, and append after it.',
  },
  'eventstore.unavailable': {
    retry: true,
    fix: 'Check the disk of the data folder (space, rights, health), or that KurrentDB runs and can be reached, and send the same again; nothing counts twice.',
  },
  'eventstore.refused': {
    retry: false,
    fix: 'Read what KurrentDB says: the rights of the user, its version (25.1 or newer), its limit on the size of an append.',
  },
  'eventstore.clientMissing': {
    retry: false,
    fix: 'Install it with `npm ci`, for this machine: docs/dependencies.md tells of the package `@kurrent/kurrentdb-client`. Or leave `--eventstore` out.',
  },
  'eventstore.other': {
    retry: false,
    fix: 'Name the event store that the data folder belongs to, or another data folder.',
  },
  'identities.unavailable': {
    retry: true,
    fix: 'Check the disk of the data folder (space, rights, health) and send the same again; nothing counts twice.',
  },
  'identities.damaged': {
    retry: true,
    fix: 'Start again: the identity index is derived from the logs and is rebuilt at the next start.',
  },

  // events: their shape alone
  'event.malformed': {
    retry: false,
    fix: 'Send CloudEvents 1.0 in JSON; docs/events.md shows each type, schemas/ has its schema.',
  },
  'event.missing': {
    retry: false,
    fix: 'Add the field that the path names; docs/events.md lists what each type requires.',
  },
  'event.unknownType': { retry: false, fix: 'Use one of the types of docs/events.md.' },
  'event.specversion': { retry: false, fix: 'Set `specversion` to "1.0".' },
  'text.length': { retry: false, fix: 'Strings have 1 to 1,024 bytes of UTF-8, payees 1 to 255.' },
  'text.malformed': { retry: false, fix: 'Send text that UTF-8 can carry: surrogates come in pairs.' },
  'time.malformed': {
    retry: false,
    fix: 'Write times as RFC 3339 with a zone, e.g. "2025-01-31T12:00:00.5Z"; no leap second.',
  },
  'time.outOfRange': { retry: false, fix: 'Times lie within the years 2000 to 2100 in UTC.' },
  'asset.malformed': {
    retry: false,
    fix: 'Write asset ids as kind:path, e.g. "model:acme/base"; kinds are dataset, model, agent, tool.',
  },
  'version.malformed': { retry: false, fix: 'Use 1 to 64 of A-Z a-z 0-9 . _ - + @ for a version.' },
  'currency.malformed': { retry: false, fix: 'Use 1 to 32 of A-Z a-z 0-9 . _ - for a currency.' },
  'currency.decimals': { retry: false, fix: 'Give `decimals` as an integer from 0 to 24.' },
  'payee.malformed': { retry: false, fix: 'Remove the control characters from the payee.' },
  'units.malformed': {
    retry: false,
    fix: 'Give units as an integer from 1 to 10^15, as a JSON number or as digits.',
  },
  'tokens.malformed': {
    retry: false,
    fix: 'Give tokens as an integer from 0 to 10^15, as a JSON number or as digits.',
  },
  'chain.malformed': { retry: false, fix: 'Write chains as CAIP-2, e.g. "eip155:8453".' },
  'chain.unsupported': {
    retry: false,
    fix: 'Put the token on an eip155 chain, or leave chain and token out.',
  },
  'account.malformed': { retry: false, fix: 'Write accounts as CAIP-10, e.g. "eip155:8453:0x…".' },
  'address.malformed': { retry: false, fix: 'Write EVM addresses as 0x and 40 hexadecimal digits.' },
  'address.checksum': { retry: false, fix: 'Copy the address again; in lower case it needs no checksum.' },
  'address.zero': { retry: false, fix: 'Name an address that somebody holds.' },
  'payee.accountFixed': {
    retry: false,
    fix: 'Use a payee id that is no account where its account may change.',
  },
  'release.payeeTwice': { retry: false, fix: 'Name each payee once in a list, with the sum of its parts.' },
  'release.contributorsWithoutShare': {
    retry: false,
    fix: 'Give a contributorShare, or leave the contributors out.',
  },
  'release.sharesNotWhole': {
    retry: false,
    fix: 'Let holder shares and contributorShare add up to exactly 1.',
  },
  'rate.empty': { retry: false, fix: 'Give perCall, or a price in perMillion; "0" where calls are free.' },

  // registry: events against what is recorded
  'currency.exists': { retry: false, fix: 'A currency is registered once; use another code.' },
  'currency.unknown': { retry: true, fix: 'Register the currency first, then send the event again.' },
  'currency.hasToken': {
    retry: false,
    fix: 'The token of a currency never changes; register another currency.',
  },
  'currency.tokenTaken': {
    retry: false,
    fix: 'A token pays out one currency on its chain; use the other currency or another token.',
  },
  'asset.exists': { retry: false, fix: 'An asset is registered once; release versions of it.' },
  'asset.unknown': { retry: true, fix: 'Check the name, or register the asset first and try again.' },
  'version.exists': { retry: false, fix: 'A version never changes; release a new one.' },
  'version.unknown': { retry: true, fix: 'Check the name, or release the version first and try again.' },
  'release.sourceTwice': { retry: false, fix: 'Name each source version once, with one policy and share.' },
  'release.overPromised': {
    retry: false,
    fix: 'Lower the shares until all that the release owes is at most 1.',
  },
  'release.noContributors': {
    retry: true,
    fix: 'Record contributions first, list contributors, or leave contributorShare out.',
  },
  'snapshot.unreadable': {
    retry: false,
    fix: 'Nothing is lost: the registry is rebuilt from its events at the next start.',
  },

  // prices of calls
  'call.unpriced': {
    retry: true,
    fix: 'Give amount and currency, or set a rate of the asset that is in force at the call’s time.',
  },
  // payout trees
  'tree.empty': {
    retry: false,
    fix: 'Give at least one leaf; an epoch without payouts on a chain has no tree there.',
  },
  'tree.tooLarge': {
    retry: false,
    fix: 'A tree takes at most 2^25 leaves; divide the payouts over several.',
  },
  'tree.cumulativeOutOfRange': {
    retry: false,
    fix: 'Give the cumulative amount as a bigint of atoms from 0 to 2^256 - 1.',
  },
  'tree.leafUnknown': {
    retry: false,
    fix: 'Name a leaf by its index: 0 for the first of those the tree was built from.',
  },
  'proof.malformed': {
    retry: false,
    fix: 'Write the root and each node of a proof as 0x and 64 hex digits, at most 256 nodes.',
  },

  // settlement
  'close.untilInFuture': {
    retry: true,
    fix: 'Close up to a moment that has passed; leave `--until` out for now.',
  },
  'close.untilNotLater': {
    retry: false,
    fix: 'Name a moment after the end of the last epoch; `headwater epochs` lists them.',
  },
  'close.inProgress': { retry: true, fix: 'Wait until the close that is under way has ended.' },
  'close.anotherClosed': {
    retry: true,
    fix: 'Look at `headwater epochs`: another process closed this epoch; close again if more is due.',
  },
  'close.registryMoving': {
    retry: true,
    fix: 'Close again: the registry was being read anew, or ingestion opened at that very moment.',
  },
  'close.batchDiffers': {
    retry: false,
    fix: 'Usage rows were changed after they were recorded. Restore the rows of the batch named in the message from a backup; nothing is settled until then.',
  },
  'close.batchMissing': {
    retry: false,
    fix: 'Restore the usage rows of the batch named in the message from a backup; nothing is settled until then.',
  },
  'close.booksDiffer': {
    retry: false,
    fix: 'Stored balances or payouts were changed; `headwater verify` names them. Mend them with `headwater rebuild`, which works them out from the logs; nothing is settled until then.',
  },
  'rebuild.overtaken': {
    retry: true,
    fix: 'Rebuild again if `headwater verify` still finds a difference; this run changed nothing that counts.',
  },
  'epoch.unknown': { retry: false, fix: 'Name a closed epoch; `headwater epochs` lists them.' },
  'epoch.none': { retry: true, fix: 'Close the first epoch with `headwater close`.' },
  'payee.unknown': {
    retry: false,
    fix: 'Check the spelling; a payee is known once an event names it.',
  },
  'proof.noLeaf': {
    retry: true,
    fix: 'Check the account and the epoch: nothing was paid to it by then. `headwater statement PAYEE` says what is held back and why.',
  },
  'call.notFound': {
    retry: true,
    fix: 'Check the id, and the source if one was given; was the event ingested?',
  },
  'call.ambiguous': { retry: false, fix: 'Name the source too, with `--source`.' },
  // demo
  'demo.folderNotEmpty': {
    retry: false,
    fix: 'Name an empty or missing folder with --data; the demo deletes only what a demo wrote.',
  },
  // Kafka
  'kafka.unreachable': {
    retry: true,
    fix: 'Check that the brokers run, that `--brokers` names them as HOST:PORT, and that they advertise addresses that this machine reaches.',
  },
  'kafka.denied': {
    retry: true,
    fix: 'Check HEADWATER_KAFKA_SASL_MECHANISM, _USERNAME and _PASSWORD, and what the brokers allow this user: reading the topics and the group, and writing the dead-letter topic.',
  },
  'kafka.topicUnknown': {
    retry: true,
    fix: 'Create the topic, or check its spelling in `--topics` or the setting that names it.',
  },
  'kafka.checkpointOutside': {
    retry: false,
    fix: 'The topic was made anew, or its retention removed messages before they were taken in. Restore them, or take the events in from another copy and read under a topic of another name.',
  },
  'kafka.registryPartitions': {
    retry: false,
    fix: 'Make the topic anew with one partition, or name another in HEADWATER_KAFKA_REGISTRY_TOPIC.',
  },
  'kafka.unacknowledged': {
    retry: true,
    fix: 'Send the same again: nothing counts twice. Where that goes on, check that the brokers run and that enough replicas are in sync.',
  },
  'kafka.eventTooLarge': {
    retry: false,
    fix: 'Raise `max.message.bytes` of the topic above 1 MiB, or leave out what the table of docs/events.md does not name.',
  },
  'kafka.stalled': {
    retry: true,
    fix: 'The consumer is started anew by itself; where it goes on, look at the brokers and at the log before it.',
  },

  // ingestion
  'line.notJson': {
    retry: false,
    fix: 'Send one JSON object a line, or one JSON array; a file cut in mid-line ends in a broken one.',
  },
  'line.notUtf8': { retry: false, fix: 'Encode the input in UTF-8.' },
  'event.tooLarge': {
    retry: false,
    fix: 'An event has at most 1 MiB; leave out what the table of docs/events.md does not name.',
  },
  'event.tooDeep': { retry: false, fix: 'Nest at most 128 brackets deep.' },
  'event.conflict': {
    retry: false,
    fix: 'One identity has one content for ever: give the corrected event an id of its own. The first one stands.',
  },
  'ingest.busy': {
    retry: true,
    fix: 'Wait a little and send the same again; where that goes on, Kafka is slower than what comes in.',
  },
  'ingest.throughKafka': {
    retry: false,
    fix: 'Stop the worker, run the same command on its data folder, and start the worker again.',
  },
  'ingest.stopped': {
    retry: true,
    fix: 'Mend the cause that the message names and start again; what was acknowledged is safe, and nothing counts twice.',
  },
  'record.malformed': {
    retry: false,
    fix: 'Compare the record with the format in docs/ingestion.md; --format names the format.',
  },
  'record.incomplete': {
    retry: false,
    fix: 'Export records that carry the field named; docs/ingestion.md lists what each format needs.',
  },
  'record.inconsistent': {
    retry: false,
    fix: 'Token classes must not be larger than the totals that include them: check the exporter.',
  },
} as const satisfies Record<string, { readonly retry: boolean; readonly fix: string }>

export type ErrorCode = keyof typeof errorCatalogue

/** What went wrong, where in the input (`path`, a JSON pointer), and facts for machines (`data`). */
export interface Fault {
  readonly code: ErrorCode
  readonly message: string
  readonly path?: string
  readonly data?: Readonly<Record<string, string | number | boolean | readonly string[]>>
}

/** An expected failure. `code` is stable; `message` is a sentence that says what was wrong and where. */
export class HeadwaterError extends Error {
  override readonly name = 'HeadwaterError'
  readonly code: ErrorCode
  readonly path: string | undefined
  readonly data: Fault['data']

  constructor(fault: Fault, options?: { cause?: unknown }) {
    super(fault.message, options)
    this.code = fault.code
    this.path = fault.path
    this.data = fault.data
  }

  get retry(): boolean {
    return errorCatalogue[this.code].retry
  }

  /** What to do about it, as a sentence. */
  get fix(): string {
    return errorCatalogue[this.code].fix
  }
}

/** Throws the expected failure `code`. */
export function fail(code: ErrorCode, message: string, rest: Omit<Fault, 'code' | 'message'> = {}): never {
  throw new HeadwaterError({ code, message, ...rest })
}
