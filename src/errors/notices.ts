/** Notices: the file of webhooks, and their state. */
import type { Advices } from './advice.ts'

export const noticesErrors = {
  'notices.fileMissing': {
    retry: false,
    fix: 'Write the notices file (docs/notices.md shows one), and name it with HEADWATER_NOTICES.',
  },
  'notices.fileFaulty': {
    retry: false,
    fix: 'Fix what the message names. docs/notices.md lists every field of the notices file.',
  },
  'notices.unknownWebhook': {
    retry: false,
    fix: 'Name a webhook that the ledger has sent to, or is to send to: `headwater notices list` shows them.',
  },
  'notices.overtaken': {
    retry: true,
    fix: 'Another server sends to this webhook. It continues where the first one was; one of the two is enough.',
  },
} as const satisfies Advices
