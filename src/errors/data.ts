/** The data folder. */
import type { Advices } from './advice.ts'

export const dataErrors = {
  'signing.keyUnreadable': {
    retry: true,
    fix: 'Name a readable file with an Ed25519 private key in PEM: `openssl genpkey -algorithm ed25519 -out key.pem` makes one. Nothing was closed.',
  },
  'data.missing': {
    retry: false,
    fix: 'Create the folder with `headwater init --data DIR`, or let the first `headwater ingest` create it.',
  },
  'data.foreign': {
    retry: false,
    fix: 'Give an empty or missing folder, or one that Headwater created; such a folder contains headwater.json.',
  },
  'data.newer': {
    retry: false,
    fix: 'Install the version of Headwater that wrote the folder, or a newer one. An older version would misread it.',
  },
  'data.unwritable': {
    retry: false,
    fix: 'Give the user that runs Headwater the right to write there, or give another folder with `--data`.',
  },
  'data.notEmpty': {
    retry: false,
    fix: 'Give a folder that does not exist yet, or an empty one, with `--data`. Nothing is ever restored over a ledger.',
  },
  'data.diskFull': {
    retry: true,
    fix: 'Free space on the disk of the data folder, then send the same again. What was acknowledged is safe, and nothing counts twice.',
  },
  'data.fileLimit': {
    retry: true,
    fix: 'Raise the limit of open files, with `ulimit -n 4096` in the shell or LimitNOFILE in the service, and start again. Nothing is lost.',
  },
  'data.held': {
    retry: true,
    fix: 'Stop the other process. If it is `headwater serve`, you can work through it with `--url`.',
  },
  'data.outOfStep': {
    retry: false,
    fix: 'Restore the part that the message names from a copy that is as new as the rest, or the whole folder from one backup. Until then Headwater records and closes nothing, and deletes nothing. `headwater doctor` lists what differs.',
  },
  'data.damaged': {
    retry: false,
    fix: 'Restore the data folder from a backup with `headwater restore`. `headwater doctor --deep` lists everything that is damaged.',
  },
} as const satisfies Advices
