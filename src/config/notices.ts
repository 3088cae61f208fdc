/** Where the notices file is. */
import { z } from 'zod'
import type { Settings } from './setting.ts'

export const noticesSettings = {
  file: {
    name: 'HEADWATER_NOTICES',
    schema: z.string().min(1),
    description:
      'File with the webhooks that `serve` sends notices to, as YAML or JSON (docs/notices.md). Default: notices.yaml in the data folder, where there is one.',
  },
} as const satisfies Settings
