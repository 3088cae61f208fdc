/** The server that commands work through, in place of a folder. */
import { z } from 'zod'
import type { Faults, Settings, ValuesOf } from './setting.ts'

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

/** The address without user and password: they are not sent, and messages name the address. */
export function readRemote(
  { url, apiKey }: ValuesOf<typeof remoteSettings>,
  isOption: boolean,
  faults: Faults,
) {
  if (url === undefined) return { url, apiKey }
  const address = new URL(url)
  const { username, password } = address
  if (username === '' && password === '') return { url, apiKey }
  // Other users see options.
  if (isOption) faults.push('--url: leave user and password out; the key comes from HEADWATER_API_KEY')
  address.username = ''
  address.password = ''
  return { url: address.href, apiKey }
}
