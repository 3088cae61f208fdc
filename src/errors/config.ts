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
