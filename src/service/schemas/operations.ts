/** Health, doctor, and the shape of every error. */
import { z } from 'zod'
import { amountText, count, timeText } from '../../base/answers.ts'

export const healthReport = z
  .object({
    status: z.enum(['ok', 'closing', 'failing']),
    version: z.string(),
    startedAt: timeText,
    position: count.describe('Last position of the event store'),
    registryEvents: count,
    assets: count,
    versions: count,
    epochs: count,
    lastEpoch: z
      .object({ until: timeText, position: count.describe('Of the log, up to which it settles') })
      .nullable()
      .describe('The last closed epoch'),
    identities: count
      .nullable()
      .describe(
        'Events ever accepted, as far as this process knows; null while the identity index is not open',
      ),
    refused: count.describe('Open entries of the refused list'),
    refusedNotKept: count.optional().describe('Refused while that list was full, and not kept'),
  })
  .meta({ id: 'Health' })

export const doctorReport = z
  .object({
    ok: z.boolean().describe('No check failed'),
    checks: z.array(
      z.object({
        name: z.string(),
        status: z.enum(['ok', 'warn', 'fail']),
        detail: z.string(),
        mend: z.string().nullable().describe('What to do; null where nothing is wrong'),
      }),
    ),
  })
  .meta({ id: 'DoctorReport' })

export const backupReport = z
  .object({
    folder: z.string().describe('Where the backup is, on the machine of the ledger'),
    files: count,
    bytes: count,
    position: count.describe('Last position of the event store in the backup'),
    sha256: z.string().describe('Digest over everything in backup.json, and so over every file'),
    elsewhere: z
      .array(z.enum(['events', 'calls']))
      .describe('What the ledger has on servers, and the backup does not'),
  })
  .meta({ id: 'BackupReport' })

export const restoreReport = z.object({
  data: z.string(),
  files: count,
  bytes: count,
  position: count,
  takenAt: timeText,
  elsewhere: z.array(z.enum(['events', 'calls'])),
})
export const quarantineReport = z
  .object({
    calls: z
      .array(
        z.object({
          partition: z.string(),
          batch: count.describe('Number of the batch in its partition'),
          attempt: z.string(),
          rows: count,
          amounts: z.record(z.string(), amountText).describe('By currency'),
          quarantinedAt: timeText,
        }),
      )
      .describe('Rows of batches that were never recorded'),
    books: z
      .array(z.object({ epoch: count, attempt: z.string(), lines: count, quarantinedAt: timeText }))
      .describe('Lines of closes that were never recorded, and of books that were rebuilt'),
  })
  .meta({ id: 'Quarantine' })

/** RFC 9457. `code` is the stable one of docs/errors.md; `requestId` finds the request in the logs. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string(),
    path: z.string().optional().describe('JSON pointer to what was wrong'),
    fix: z.string().optional(),
    retry: z.boolean(),
    requestId: z.string(),
    data: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
      .optional(),
  })
  .meta({ id: 'Problem' })

export type Problem = z.infer<typeof problem>

const rebuildDifference = z.object({
  epoch: count.describe('0 for a difference of no epoch'),
  check: z.string(),
  detail: z.string(),
})

/** For the command line only: a rebuild needs the folder itself. */
export const rebuildReport = z.object({
  ok: z
    .boolean()
    .describe('Logs agree with what was settled, and in a dry run everything stored is as computed'),
  dryRun: z.boolean(),
  refused: z
    .array(rebuildDifference)
    .describe('Differences in log, rows and manifests. With any of them nothing is swapped'),
  refusedCount: count,
  books: z.object({
    epochs: count,
    replaced: z.array(z.number().int().positive()).describe('Epochs whose books were swapped, or would be'),
    removedAttempts: count.describe('Rows left by closes that were killed, and by earlier rebuilds'),
    differences: z.array(rebuildDifference),
    differenceCount: count,
  }),
  registry: z
    .object({ events: count, digest: z.string(), differed: z.boolean(), swapped: z.boolean() })
    .nullable(),
  identities: z.object({ count, differences: z.array(z.string()), swapped: z.boolean() }).nullable(),
})

export const queryAnswer = z
  .object({
    columns: z
      .array(z.object({ name: z.string(), type: z.string().describe("ClickHouse's") }))
      .describe('In the order selected'),
    rows: z.array(z.array(z.unknown())).describe('Whole numbers of 64 bits and more, and decimals, are text'),
  })
  .meta({ id: 'QueryAnswer' })
