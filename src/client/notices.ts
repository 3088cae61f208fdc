/** Notices, over HTTP. */
import type { Noticing } from '../service/noticing.ts'
import type { Requests } from './wire.ts'

export function remoteNotices({ get, post }: Requests): Noticing {
  return {
    webhooks: () => get('webhookList', '/v1/webhooks'),
    rewindWebhook: (webhook, { epoch }) =>
      post('rewoundWebhook', `/v1/webhooks/${encodeURIComponent(webhook)}/rewind`, JSON.stringify({ epoch })),
  }
}
