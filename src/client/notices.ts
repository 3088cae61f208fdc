/** Notices, over HTTP. */
import type { Noticing } from '../service/noticing.ts'
import * as schemas from '../service/schemas/index.ts'
import type { Requests } from './publications.ts'

export function remoteNotices({ get, post }: Requests): Noticing {
  return {
    webhooks: () => get(schemas.webhookList, '/v1/webhooks'),
    rewindWebhook: (webhook, { epoch }) =>
      post(
        schemas.rewoundWebhook,
        `/v1/webhooks/${encodeURIComponent(webhook)}/rewind`,
        JSON.stringify({ epoch }),
      ),
  }
}
