/** Closes, rebuilds, and queries about epochs, calls and payees. */
import type { Advices } from './advice.ts'

export const settlementErrors = {
  'bundle.fileExists': { retry: false, fix: 'Name a new file with `--to`: no bundle is written over.' },
  'bundle.pageMissing': {
    retry: false,
    fix: 'Run `npm run build`, which makes the page; a package that is installed has it.',
  },
  'close.treeFormatMalformed': {
    retry: false,
    fix: 'Name an eip155 chain and one of the formats in docs/merkle.md.',
  },
  'close.treeFormatFixed': {
    retry: false,
    fix: 'Keep the format, or choose one that is claimed once: docs/merkle.md says which. A cumulative format can be chosen for a chain where nothing was paid yet.',
  },
  'close.untilInFuture': {
    retry: true,
    fix: 'Give a time in the past, or leave `--until` out to close until now.',
  },
  'close.untilNotLater': {
    retry: false,
    fix: 'Give a time after the end of the last epoch. `headwater epochs` lists the epochs.',
  },
  'close.inProgress': { retry: true, fix: 'Wait until the running close has ended.' },
  'close.anotherClosed': {
    retry: true,
    fix: 'Another process closed this epoch. Look at `headwater epochs`, and close again if there is more to settle.',
  },
  'close.notAsConfirmed': {
    retry: false,
    fix: 'Look at what a close would record now, with `headwater close --dry-run`, and confirm that.',
  },
  'close.otherEpoch': {
    retry: false,
    fix: 'Look at `headwater epochs`: the epoch that you mean may be closed already. Give the number of the next one.',
  },
  'close.tooFarAhead': {
    retry: false,
    fix: 'Check the clock, and give `--until` a time near the newest event. With `--ahead` the epoch is closed all the same.',
  },
  'close.keyReused': {
    retry: false,
    fix: 'Use a new key for another close, or send exactly the body that the key was used with.',
  },
  'close.confirmMalformed': {
    retry: false,
    fix: 'Give the whole text that `headwater close --dry-run` prints after `--confirm`.',
  },
  'close.registryMoving': {
    retry: true,
    fix: 'Close again. The registry was being rebuilt, or ingestion was just starting.',
  },
  'close.batchDiffers': {
    retry: false,
    fix: 'Usage rows were changed after they were recorded. Restore the rows of the batch that the message names from a backup. Nothing is settled until then.',
  },
  'close.batchMissing': {
    retry: false,
    fix: 'Restore the usage rows of the batch that the message names from a backup. Nothing is settled until then.',
  },
  'close.booksDiffer': {
    retry: false,
    fix: 'Stored balances or payouts were changed; `headwater verify` lists them. Fix them with `headwater rebuild`, which computes them again from the logs. Nothing is settled until then.',
  },
  'close.checkpointDiffers': {
    retry: false,
    fix: 'Stored sums of calls were changed; `headwater verify` lists them. Fix them with `headwater rebuild`, which computes them again from the rows. Nothing is settled until then.',
  },
  'simulate.inProgress': {
    retry: true,
    fix: 'Wait until it has ended; one simulation of a ledger works at a time. Over HTTP, Retry-After says how long.',
  },
  'simulate.laterRefused': {
    retry: false,
    fix: 'Change the given events so that what was recorded after them is still right, or simulate the next close without `--from`.',
  },
  'simulate.fromWithUntil': {
    retry: false,
    fix: 'Give `--until` for the next close, or `--from` for closed epochs, which have their own.',
  },
  'simulate.tooManyCalls': {
    retry: false,
    fix: 'Choose a shorter time, or leave out costs and prices by the rate card: then calls are summed by day.',
  },
  'simulate.tooManyRows': {
    retry: false,
    fix: 'Give fewer calls, corrections and postings: the rows of a simulation are in memory. Registry events are not limited.',
  },
  'verify.inProgress': {
    retry: true,
    fix: 'Wait until it has ended; one verification of a ledger works at a time. Over HTTP, Retry-After says how long.',
  },
  'verify.manifestUnknown': {
    retry: false,
    fix: 'Restore the newest backup of the whole folder, or give the manifest of this ledger. Pay nothing from this folder until then.',
  },
  'verify.againstUnreadable': {
    retry: false,
    fix: 'Give 64 hex digits, a file with a manifest, or a file with lines of `headwater epochs --json`.',
  },
  'rebuild.overtaken': {
    retry: true,
    fix: 'Rebuild again if `headwater verify` still finds a difference. This run changed nothing that counts.',
  },
  'epoch.unknown': { retry: false, fix: 'Give the number of a closed epoch. `headwater epochs` lists them.' },
  'epoch.none': { retry: true, fix: 'Close the first epoch with `headwater close`.' },
  'payee.unknown': {
    retry: false,
    fix: 'Give the id of the payee, and check its spelling. A payee is known once an event names it.',
  },
  'proof.noLeaf': {
    retry: true,
    fix: 'Check the account and the epoch: nothing was paid to the account by then. `headwater statement PAYEE` shows what is held back and why.',
  },
  'call.notFound': {
    retry: true,
    fix: 'Check the id, and the source if you gave one. Check that the event was ingested.',
  },
  'flow.differs': {
    retry: false,
    fix: 'Run `headwater verify` on the epoch: rows or registry events were changed after the close. What was paid stands.',
  },
  'flow.notFound': {
    retry: false,
    fix: 'Check the id, and the epoch: `headwater flow N --top 50` shows the assets with the most. An asset without calls and without income of others has no flow.',
  },
  'call.ambiguous': { retry: false, fix: 'Give the source too, with `--source`.' },
} as const satisfies Advices
