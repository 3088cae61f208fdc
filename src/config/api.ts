/** The HTTP API of `serve`. */
import { z } from 'zod'
import { readKeys } from './keys.ts'
import { type Faults, listOf, mebibyte, type Settings, type ValuesOf, wholeNumber } from './setting.ts'

export const apiSettings = {
  host: {
    name: 'HEADWATER_HOST',
    schema: z.string().min(1).max(253),
    default: '127.0.0.1',
    description: 'Address that `serve` binds. Every address except loopback needs API keys.',
    option: '--host',
  },
  port: {
    name: 'HEADWATER_PORT',
    schema: wholeNumber(0, 65_535),
    default: '8787',
    description: 'Port that `serve` binds; 0 takes a free one.',
    option: '--port',
  },
  keys: {
    name: 'HEADWATER_API_KEYS',
    schema: z.string(),
    description:
      'Keys that the server accepts, as JSON: [{"name","sha256","scopes":["calls","read"]}]; docs/security.md has all scopes and bounds. The hash of a key: printf %s "$KEY" | sha256sum. Without keys the server binds only loopback and allows every scope.',
  },
  keysFile: {
    name: 'HEADWATER_KEYS_FILE',
    schema: z.string().min(1),
    description: 'File with the same JSON, instead of HEADWATER_API_KEYS.',
    option: '--keys',
  },
  publicUrl: {
    name: 'HEADWATER_PUBLIC_URL',
    schema: z
      .url({ protocol: /^https?$/ })
      .refine((text) => !/[?#@]/.test(text), 'must be an address without user, ? and #')
      .transform((text) => new URL(text.endsWith('/') ? text : `${text}/`).href),
    description:
      'Address at which people open the console of `serve`, with the path that a proxy adds. Messages that payees sign to sign in name it. Default: payees sign in with their accounts on loopback only.',
  },
  trustedProxies: {
    name: 'HEADWATER_TRUSTED_PROXIES',
    schema: listOf(
      /^(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:]*)(?:\/[0-9]{1,3})?$/,
      'an address or a network, such as 10.0.0.0/8',
    ),
    description:
      'Reverse proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` count: addresses or networks. Default: none.',
  },
  sessionHours: {
    name: 'HEADWATER_SESSION_HOURS',
    schema: wholeNumber(1, 720),
    default: '12',
    description: 'Hours after which people who signed in to the console sign in again.',
  },
  logLevel: {
    name: 'HEADWATER_LOG_LEVEL',
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    default: 'info',
    description:
      'Lowest level of the log lines that `serve` writes to standard error: fatal, error, warn, info, debug, trace, silent.',
  },
  bodyBytesMax: {
    name: 'HEADWATER_BODY_BYTES_MAX',
    schema: wholeNumber(1_024, 256 * mebibyte),
    default: String(8 * mebibyte),
    description: 'Largest request to /v1/events, in bytes. /v1/ingestions streams and has no such limit.',
  },
  bodyEventsMax: {
    name: 'HEADWATER_BODY_EVENTS_MAX',
    schema: wholeNumber(1, 1_000_000),
    default: '10000',
    description: 'Largest number of events in one request to /v1/events.',
  },
  bodyBytesPerMinuteMin: {
    name: 'HEADWATER_BODY_BYTES_PER_MINUTE_MIN',
    schema: wholeNumber(0, mebibyte),
    default: '1024',
    description:
      'Least number of bytes that the body of a request brings in a minute; a slower connection is closed. 0: no limit.',
  },
  connectionsMax: {
    name: 'HEADWATER_CONNECTIONS_MAX',
    schema: wholeNumber(1, 1_000_000),
    default: '4096',
    description: 'Connections that the server has open at once. It closes others as they come.',
  },
  requestsPerMinuteMax: {
    name: 'HEADWATER_REQUESTS_PER_MINUTE_MAX',
    schema: wholeNumber(1, 1_000_000_000),
    default: '60000',
    description: 'Requests per minute of one key, or of one address if no key is sent.',
  },
  backupsFolder: {
    name: 'HEADWATER_BACKUPS',
    schema: z.string().min(1),
    description:
      'Folder below which `serve` writes the backups that the API asks for. Without it the API writes none.',
  },
  otlpMapping: {
    name: 'HEADWATER_OTLP_MAPPING',
    schema: z.string().min(1),
    description:
      'File with the mapping, as JSON, of spans and log records that come to /v1/traces and /v1/logs. docs/ingestion.md shows one.',
  },
  litellmMapping: {
    name: 'HEADWATER_LITELLM_MAPPING',
    schema: z.string().min(1),
    description: 'File with the mapping, as JSON, of records that come to /v1/litellm.',
  },
  langfuseMapping: {
    name: 'HEADWATER_LANGFUSE_MAPPING',
    schema: z.string().min(1),
    description: 'File with the mapping, as JSON, of batches that come to /api/public/ingestion.',
  },
  shutdownSecondsMax: {
    name: 'HEADWATER_SHUTDOWN_SECONDS_MAX',
    schema: wholeNumber(1, 3_600),
    default: '30',
    description:
      'After SIGTERM, `serve` waits this long for running requests, and `worker` for its brokers, before it ends them.',
  },
} as const satisfies Settings

/** The keys come from a variable or from a file, never from both. */
export function readApi({ keys, keysFile, ...rest }: ValuesOf<typeof apiSettings>, faults: Faults) {
  return { ...rest, keysFile, keys: readKeys(keys, keysFile, faults) }
}
