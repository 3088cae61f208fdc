/** The part of `Headwater` about notices to webhooks. */
import type { Actor } from '../base/actor.ts'
import type { Answer } from '../base/answers.ts'
import type { rewoundWebhook, webhookList } from './schemas/index.ts'

type WebhookList = Answer<typeof webhookList>
export type WebhookStanding = WebhookList['items'][number]
type RewoundWebhook = Answer<typeof rewoundWebhook>

export interface RewindOptions {
  /** The first epoch whose notices are sent again, with all that happened since. */
  readonly epoch: number
  readonly actor?: Actor
}

export interface Noticing {
  /** Each webhook that was ever sent to, by name. */
  webhooks(): Promise<WebhookList>
  /**
   * Has a webhook's notices sent again. Receivers know them by their ids.
   * @throws HeadwaterError `notices.unknownWebhook`, `epoch.unknown`
   */
  rewindWebhook(webhook: string, options: RewindOptions): Promise<RewoundWebhook>
}
