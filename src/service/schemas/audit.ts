/** Who did what to a ledger. */
import { z } from 'zod'
import { actorKinds } from '../../base/actor.ts'
import { nextCursor, timeText } from '../../base/answers.ts'

/** What the audit keeps. An older Headwater may have kept others. */
export const auditActions = [
  'registry.recorded',
  'epoch.closed',
  'epoch.confirmed',
  'refused.replayed',
  'refused.dismissed',
  'quarantine.emptied',
  'webhook.rewound',
  'keys.added',
  'keys.revoked',
  'keys.loaded',
  'link.made',
  'link.used',
  'link.revoked',
  'account.signed',
  'settings.changed',
  'line.damaged',
] as const

export const auditEntry = z
  .object({
    at: timeText,
    action: z.string().describe('E.g. registry.recorded, epoch.closed; docs/security.md has all'),
    actor: z.object({
      kind: z
        .enum(actorKinds)
        .describe(
          'key: a key of the server; loopback: a program on the machine of a server without keys; user: a user of the machine; topic: a program that may write to a Kafka topic; payee: one that signed in, by its account or a link; unknown: it is not known any more',
        ),
      name: z.string(),
    }),
    details: z
      .record(
        z.string(),
        z.union([
          z.string(),
          z.number(),
          z.boolean(),
          z.array(z.string()),
          z.record(z.string(), z.union([z.string(), z.number()])),
        ]),
      )
      .describe(
        'By action: for registry.recorded the revisions of the registry’s stream, from `from` to `to`',
      ),
  })
  .meta({ id: 'AuditEntry' })

export const auditPage = z.object({ items: z.array(auditEntry), next: nextCursor }).meta({ id: 'AuditPage' })
