/** Notices of a ledger opened in this process: what a server asks for, and what sends them. */
import { randomUUID } from 'node:crypto'
import type { NoticesConfig } from '../config/noticesFile.ts'
import {
  defaultPace,
  type IngestCounts,
  noticingMethods,
  type RefusedShareWatch,
  runSender,
  type SenderParts,
  watchRefusedShare,
} from '../notices/index.ts'
import type { Headwater } from '../service/headwater.ts'
import type { Noticing } from '../service/noticing.ts'
import type { Engines } from './engines.ts'
import type { Parts } from './openParts.ts'
import type { RunningWork } from './runningWork.ts'

type Asked = Pick<Headwater, 'epoch' | 'statement' | 'owed' | 'publications'>

export interface NoticesHere {
  /** What a server runs beside its requests. */
  noticeSenders(options: SendersOptions): NoticeSenders
}

interface SendersOptions {
  readonly config: NoticesConfig
  readonly counts: () => Promise<IngestCounts>
  readonly heard: Pick<SenderParts, 'onSettled' | 'onFailed'>
}

interface NoticeSenders {
  /** Sends the notices of one webhook until `stop`. */
  send(name: string, stop: AbortSignal): Promise<void>
  /** Judges the share of refused events. */
  readonly refusedShare: RefusedShareWatch
}

export function noticeMethods(
  work: RunningWork<Parts>,
  { events, audit, clock }: Pick<Engines, 'events' | 'audit' | 'clock'>,
  headwater: Asked,
): Noticing & NoticesHere {
  const methods = noticingMethods(events, randomUUID)
  return {
    webhooks: () => work.run(() => methods.webhooks()),
    rewindWebhook: (webhook, { epoch, actor }) =>
      work.run(async () => {
        const rewound = await methods.rewindWebhook(webhook, { epoch })
        await audit.record('webhook.rewound', actor, { webhook, epoch })
        return rewound
      }),
    noticeSenders({ config, counts, heard }) {
      const source = { events, headwater }
      const parts = { source, newId: randomUUID, clock, random: Math.random, pace: defaultPace, ...heard }
      return {
        send(name, stop) {
          const webhook = config.webhooks.get(name)!
          return runSender(parts, { name, webhook, eventSource: config.source }, stop)
        },
        refusedShare: watchRefusedShare({ events, counts, newId: randomUUID, clock }, config.refusedShare),
      }
    },
  }
}
