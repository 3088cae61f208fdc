/** The HTTP API of `serve`. */
import { z } from 'zod'
import { readKeys } from './keys.ts'
import { type Faults, mebibyte, type Settings, type ValuesOf, wholeNumber } from './setting.ts'

export const apiSettings = {
  host: {
    name: 'HEADWATER_HOST',
    form: z.string().min(1).max(253),
    default: '127.0.0.1',
    about: 'Address that `serve` binds. Anything but loopback needs API keys.',
    option: '--host',
  },
  port: {
    name: 'HEADWATER_PORT',
    form: wholeNumber(0, 65_535),
    default: '8787',
    about: 'Port that `serve` binds; 0 takes a free one.',
    option: '--port',
  },
  keys: {
    name: 'HEADWATER_API_KEYS',
    form: z.string(),
    about:
      'Keys that the server takes, as JSON: [{"name","sha256","scopes":["calls","registry","read","settle"]}]. None: loopback only, every scope.',
  },
  keysFile: {
    name: 'HEADWATER_KEYS_FILE',
    form: z.string().min(1),
    about: 'File with the same JSON, instead of HEADWATER_API_KEYS.',
    option: '--keys',
  },
  logLevel: {
    name: 'HEADWATER_LOG_LEVEL',
    form: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    default: 'info',
    about: 'Least level of the log lines that `serve` writes to standard error.',
  },
  bodyBytesMax: {
    name: 'HEADWATER_BODY_BYTES_MAX',
    form: wholeNumber(1_024, 256 * mebibyte),
    default: String(8 * mebibyte),
    about: 'Largest request to /v1/events, in bytes. /v1/ingestions streams and has no such limit.',
  },
  bodyEventsMax: {
    name: 'HEADWATER_BODY_EVENTS_MAX',
    form: wholeNumber(1, 1_000_000),
    default: '10000',
    about: 'Most events in one request to /v1/events.',
  },
  requestsPerMinuteMax: {
    name: 'HEADWATER_REQUESTS_PER_MINUTE_MAX',
    form: wholeNumber(1, 1_000_000_000),
    default: '60000',
    about: 'Requests a minute of one key, or of one address where no key is sent.',
  },
  shutdownSecondsMax: {
    name: 'HEADWATER_SHUTDOWN_SECONDS_MAX',
    form: wholeNumber(1, 3_600),
    default: '30',
    about:
      'How long `serve` waits for running requests, and `worker` for its brokers, after SIGTERM before it cuts them off.',
  },
} as const satisfies Settings

/** The keys come from a variable or from a file, never from both. */
export function readApi({ keys, keysFile, ...rest }: ValuesOf<typeof apiSettings>, faults: Faults) {
  return { ...rest, keys: readKeys(keys, keysFile, faults) }
}
