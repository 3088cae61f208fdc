/** The shape of an event. The event alone decides it, without the registry. */
import type { Advices } from './advice.ts'

export const eventsErrors = {
  'event.malformed': {
    retry: false,
    fix: 'Send CloudEvents 1.0 in JSON. docs/events.md shows each type, and schemas/ has its schema.',
  },
  'event.missing': {
    retry: false,
    fix: 'Add the field that the path names. docs/events.md lists what each type requires.',
  },
  'event.unknownType': { retry: false, fix: 'Use one of the types in docs/events.md.' },
  'event.specversion': { retry: false, fix: 'Set `specversion` to "1.0".' },
  'text.length': {
    retry: false,
    fix: 'Use 1 to 1,024 bytes of UTF-8 for a string, and 1 to 255 for a payee.',
  },
  'text.malformed': { retry: false, fix: 'Send text that UTF-8 can encode: surrogates come in pairs.' },
  'time.malformed': {
    retry: false,
    fix: 'Write times of events as RFC 3339 with a zone and without a leap second: `YYYY-MM-DDThh:mm:ssZ`. Options and parameters also take a day or a month, which is its first moment in UTC.',
  },
  'time.outOfRange': { retry: false, fix: 'Use times in the years 2000 to 2100 in UTC.' },
  'asset.malformed': {
    retry: false,
    fix: 'Write asset ids as kind:path, e.g. "model:acme/base". The kinds are dataset, model, agent and tool. A path has 1 to 255 of A-Z a-z 0-9 . _ - + / @.',
  },
  'version.malformed': { retry: false, fix: 'Use 1 to 64 of A-Z a-z 0-9 . _ - + @ for a version.' },
  'currency.malformed': { retry: false, fix: 'Use 1 to 32 of A-Z a-z 0-9 . _ - for a currency.' },
  'currency.decimals': { retry: false, fix: 'Give `decimals` as an integer from 0 to 24.' },
  'payee.malformed': { retry: false, fix: 'Remove the control characters from the payee.' },
  'payee.unseen': {
    retry: false,
    fix: 'Remove the character from the payee id. Check that the same payee has no other id in the ledger.',
  },
  'payee.notNormal': {
    retry: false,
    fix: 'Write the payee id in Unicode normalization form C (NFC). Headwater compares ids as written.',
  },
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
  'nonce.malformed': {
    retry: false,
    fix: 'Write the nonce of an EIP-3009 authorization as 0x and 64 hex digits, and that of a Permit2 transfer as decimal digits below 2^256.',
  },
  'address.checksum': {
    retry: false,
    fix: 'Copy the address again, or write it in lower case, which needs no checksum.',
  },
  'address.zero': { retry: false, fix: 'Use an address other than the zero address.' },
  'payee.accountFixed': {
    retry: false,
    fix: 'Use a payee id that is not an account if its account may change later.',
  },
  'release.payeeTwice': { retry: false, fix: 'List each payee once, with the sum of its parts.' },
  'release.contributorsWithoutShare': {
    retry: false,
    fix: 'Give a contributorShare, or leave the contributors out.',
  },
  'release.sharesNotWhole': {
    retry: false,
    fix: 'Make the holder shares and contributorShare add up to exactly 1.',
  },
  'transfer.samePayee': { retry: false, fix: 'Name another payee in `to`, or leave the transfer out.' },
  'release.untilNotDay': {
    retry: false,
    fix: 'Let the edge end at 00:00 UTC of a day, e.g. "2026-03-01T00:00:00Z". It carries nothing of calls from then on.',
  },
  'release.capsOfAbsolute': {
    retry: false,
    fix: 'Use a relative edge, or leave the caps out: an absolute edge has none.',
  },
  'release.capTwice': { retry: false, fix: 'Give an edge at most one cap in each currency.' },
  'cost.empty': {
    retry: false,
    fix: 'Give perCall, a price in perMillion, or a share. To end a cost, give the share "0".',
  },
  'holding.toItself': { retry: false, fix: 'Name two payees.' },
  'clause.toItself': { retry: false, fix: 'Name two payees.' },
  'clause.shareAndTiers': {
    retry: false,
    fix: 'Leave one of the two out. A share is the same as one open tier.',
  },
  'clause.tiers': {
    retry: false,
    fix: 'List the tiers by upTo, each above the one before it. The last tier has no upTo.',
  },
  'clause.neverInForce': { retry: false, fix: 'Use an `until` after `effectiveFrom`, or leave it out.' },
  'rate.empty': { retry: false, fix: 'Give perCall or a price in perMillion. If calls are free, give "0".' },
} as const satisfies Advices
