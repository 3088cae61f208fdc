/** Where the chains file is. */
import { z } from 'zod'
import type { Settings } from './setting.ts'

export const chainsSettings = {
  file: {
    name: 'HEADWATER_CHAINS',
    schema: z.string().min(1),
    description:
      'File with the chains that `watch` and `publish` work on, as YAML or JSON (docs/chain.md). Default: chains.yaml in the data folder, where there is one.',
    option: '--chains',
  },
} as const satisfies Settings
