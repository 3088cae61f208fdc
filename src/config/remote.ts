/** The server that commands work through instead of a folder. */
import { z } from 'zod'
import type { Settings } from './setting.ts'

export const remoteSettings = {
  url: {
    name: 'HEADWATER_URL',
    form: z.url({ protocol: /^https?$/ }),
    about: 'Work through the server at this address instead of a folder.',
    option: '--url',
  },
  apiKey: {
    name: 'HEADWATER_API_KEY',
    form: z.string().regex(/^[\x21-\x7e]{1,512}$/, 'must be 1 to 512 visible ASCII characters'),
    about: 'The key that the command line sends to that server. A secret: there is no option for it.',
  },
} as const satisfies Settings
