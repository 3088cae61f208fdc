/** Chains: the chains file, endpoints, and what they answer. */
import type { Advices } from './advice.ts'

export const chainErrors = {
  'chain.fileMissing': {
    retry: false,
    fix: 'Write the chains file (docs/chain.md shows one), and name it with `--chains FILE` or HEADWATER_CHAINS.',
  },
  'chain.fileFaulty': {
    retry: false,
    fix: 'Fix what the message names. docs/chain.md lists every field of the chains file.',
  },
} as const satisfies Advices
