/** Payees and operators that sign in with a browser. */
import type { Advices } from './advice.ts'

export const peopleErrors = {
  'link.refused': {
    retry: false,
    fix: 'Ask the operator of the ledger for a new link: each can be used once, until it expires.',
  },
  'link.unknown': { retry: false, fix: 'Take the id from `headwater links list`. It is not the token.' },
  'link.hours': { retry: false, fix: 'Give a time within these limits, such as `--expires 7d`.' },
  'link.tooMany': {
    retry: true,
    fix: 'Revoke links that are not needed, or wait until some were used or have expired.',
  },
  'session.refused': {
    retry: false,
    fix: 'Sign in again: ask for a new message, and sign it with the account that is bound to the payee.',
  },
  'session.noPayee': {
    retry: false,
    fix: 'Sign in with the account that the payee is paid at, on the chain on which it is bound, or ask the operator for a link.',
  },
  'session.notNeeded': {
    retry: false,
    fix: 'Go on without signing in: a server without keys lets every program of its machine do everything.',
  },
  'session.unavailable': {
    retry: false,
    fix: 'Set HEADWATER_PUBLIC_URL to the address at which people open the console, and start the server again.',
  },
  'session.foreign': {
    retry: false,
    fix: 'Use the console of this server. Other programs send an API key with `Authorization`, and no cookie.',
  },
  'account.refused': {
    retry: false,
    fix: 'Ask for a new message, and sign it with the new account itself, before it expires.',
  },
  'claim.nothing': {
    retry: false,
    fix: 'Look at `GET /v1/claims`: something is claimable once a root of the distributor is active.',
  },
} as const satisfies Advices
