/** Settings, the command line and the demo. */
import type { Advices } from './advice.ts'

export const configErrors = {
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
  'demo.folderNotEmpty': {
    retry: false,
    fix: 'Name an empty or missing folder with --data; the demo deletes only what a demo wrote.',
  },
} as const satisfies Advices
