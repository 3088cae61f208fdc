/** The server that commands work through, in place of a folder. */
import { z } from 'zod'
import type { Settings } from './setting.ts'

export const remoteSettings = {
  url: {
    name: 'HEADWATER_URL',
    schema: z.url({ protocol: /^https?$/ }),
    description: 'Work through the server at this address instead of a folder.',
    option: '--url',
  },
  apiKey: {
    name: 'HEADWATER_API_KEY',
    schema: z.string().regex(/^[\x21-\x7e]{1,512}$/, 'must be 1 to 512 visible ASCII characters'),
    description: 'The key that the command line sends to that server.',
    secret: true,
  },
} as const satisfies Settings
