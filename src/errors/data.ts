/** The data folder. */
import type { Advices } from './advice.ts'

export const dataErrors = {
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
  'data.held': {
    retry: true,
    fix: 'Stop the other process, or work through it: `--url` where it is `headwater serve`.',
  },
  'data.damaged': {
    retry: false,
    fix: 'Restore the data folder from a backup; `headwater doctor` tells what is wrong.',
  },
} as const satisfies Advices
