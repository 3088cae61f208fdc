/** Shapes of lineages: the versions that a walk reaches, and its edges. */
import { z } from 'zod'
import { type Answer, amountText, count, nextCursor, signedAmountText, timeText } from '../base/answers.ts'
import { lineageEdge } from '../events/edgeTerms.ts'

/** An edge of a walk, and what is known of it beyond its terms where details are asked for. */
const walkedEdge = lineageEdge
  .extend({
    carried: z
      .array(z.object({ currency: z.string(), amount: signedAmountText }))
      .optional()
      .describe(
        'What it carried in the epoch that is asked for, by currency; left out where that is nothing',
      ),
    ended: z.literal(true).optional().describe('It has ended by the time of the walk'),
    capped: z
      .array(z.object({ currency: z.string(), paid: amountText, left: amountText }))
      .optional()
      .describe(
        'Of a capped edge: what it carried to date, after the epoch that is asked for or the last one',
      ),
    contradictions: z
      .array(
        z.object({
          type: z
            .enum(['sourceReleasedLater', 'relationDiffers'])
            .describe(
              'sourceReleasedLater: the source was released after the version that derives from it; relationDiffers: another version of the same asset names the same source with another relation',
            ),
          version: z.string().optional().describe('Of `relationDiffers`: the other version'),
          relation: z.string().optional().describe('Likewise, its relation'),
        }),
      )
      .optional(),
  })
  .meta({ id: 'WalkedEdge' })

export const lineageReport = z
  .object({
    asset: z.string(),
    version: z.string().describe('Where the walk starts'),
    direction: z.enum(['up', 'down']).describe('up: to its sources; down: to what was derived from it'),
    depth: z.number().int().positive().nullable().describe('Limit of the walk; null: none'),
    asOf: timeText.nullable(),
    total: count.describe('Versions reached, over all pages'),
    nodes: z
      .array(
        z.object({
          asset: z.string(),
          version: z.string(),
          releasedAt: timeText,
          depth: z.number().int().positive().describe('Edges on the shortest path'),
          onwards: count
            .optional()
            .describe(
              'With details: how many edges go on from here in the direction of the walk; of more than 1,000, 1,000',
            ),
          edges: z
            .array(walkedEdge)
            .describe(
              'up: the edges of nearer versions that lead here (asset, version: the nearer one); down: its edges to nearer ones',
            ),
        }),
      )
      .describe('Nearest first'),
    next: nextCursor,
  })
  .meta({ id: 'LineageReport' })

export type LineageReport = Answer<typeof lineageReport>
