/** Settings, the command line and the demo. */
import type { Advices } from './advice.ts'

export const configErrors = {
  'config.invalid': {
    retry: false,
    fix: 'Fix the settings that the message names. .env.example shows each setting with its default.',
  },
  'config.keysRequired': {
    retry: false,
    fix: 'Configure API keys (`--keys FILE` or HEADWATER_API_KEYS), or leave `--host` out.',
  },
  'keys.exists': {
    retry: false,
    fix: 'Choose another name, or revoke the key of that name first: `headwater keys revoke NAME`.',
  },
  'keys.unknown': { retry: false, fix: 'List the names: `headwater keys list`.' },
  'keys.faulty': {
    retry: false,
    fix: 'Fix the part of the keys file that the message names. docs/security.md shows an entry with every bound.',
  },
  'keys.unwritable': { retry: false, fix: 'Give the user the right to write the keys file and its folder.' },
  'keys.busy': {
    retry: true,
    fix: 'Try again. A lock that a killed command left is ignored after 10 seconds.',
  },
  'usage.invalid': {
    retry: false,
    fix: 'See `headwater --help` or `headwater COMMAND --help`. Each shows an example.',
  },
  'output.unwritable': {
    retry: true,
    fix: 'Check that the folder of the file is there, that it can be written, and that its disk has room.',
  },
  'demo.folderNotEmpty': {
    retry: false,
    fix: 'Give an empty or missing folder with `--data`. The demo deletes only what a demo wrote.',
  },
} as const satisfies Advices
