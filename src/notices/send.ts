/** Sends one notice to a webhook, signed as https://www.standardwebhooks.com describes. */
import { createHmac } from 'node:crypto'
import type { Webhook } from '../config/noticesFile.ts'

export type Outcome =
  | { readonly taken: true }
  | { readonly taken: false; readonly why: string; readonly retryAfterMs: number | undefined }

const retryAfterSecondsMax = 86_400

/** @param seconds since 1970, when the attempt is made */
function signatureHeaders(
  { id, body, seconds }: { readonly id: string; readonly body: string; readonly seconds: number },
  secrets: readonly string[],
): Record<string, string> {
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
    return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`
  })
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signatures.join(' '),
  }
}

/** A redirect is not followed, and nothing of an answer's body is read: an answer says taken or not. */
export async function send(
  webhook: Pick<Webhook, 'url' | 'secrets' | 'timeout'>,
  { id, body }: { readonly id: string; readonly body: string },
  { seconds, stop }: { readonly seconds: number; readonly stop: AbortSignal },
): Promise<Outcome> {
  try {
    const response = await fetch(webhook.url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/cloudevents+json; charset=utf-8',
        'user-agent': 'headwater',
        ...signatureHeaders({ id: webhookIdOf(id), body, seconds }, webhook.secrets),
      },
      redirect: 'manual',
      signal: AbortSignal.any([stop, AbortSignal.timeout(webhook.timeout)]),
    })
    await response.body?.cancel()
    if (response.ok) return { taken: true }
    const why = `the receiver answered ${response.status}`
    return { taken: false, why, retryAfterMs: retryAfterMsOf(response.headers.get('retry-after'), seconds) }
  } catch (error) {
    return { taken: false, why: whyOf(error as Error), retryAfterMs: undefined }
  }
}

/** Ids have payees in them, and a header takes ASCII only. */
function webhookIdOf(id: string): string {
  return encodeURIComponent(id)
}

function retryAfterMsOf(text: string | null, nowSeconds: number): number | undefined {
  if (text === null) return undefined
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : Date.parse(text) / 1_000 - nowSeconds
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), retryAfterSecondsMax) * 1_000 : undefined
}

/** The message of `fetch` says nothing; its cause does. Neither has the URL. */
function whyOf({ name, message, cause }: Error): string {
  if (name === 'TimeoutError') return 'the receiver did not answer in time'
  const { code } = (cause ?? {}) as { code?: string }
  return `the receiver could not be reached: ${code ?? (cause as Error | undefined)?.message ?? message}`
}
