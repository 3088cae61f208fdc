/** Closes, rebuilds, and questions about epochs, calls and payees. */
import type { Advices } from './advice.ts'

export const settlementErrors = {
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
} as const satisfies Advices
