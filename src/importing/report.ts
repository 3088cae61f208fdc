/** What an import reports beside the events: what it did with every file, name and edge. */
import { z } from 'zod'
import { type Answer, count } from '../base/answers.ts'
import { lineageFormats } from './model.ts'

const version = z.string().optional()

/** Why an edge is left out. Of those that hold, the derived version is not released. */
const leftOutReasons = [
  'weak',
  'inputsTimesOutputs',
  'unusableName',
  'ignoredName',
  'unknownName',
  'unknownKind',
  'noRelation',
  'noDerivation',
  'noTerms',
  'noRoyalty',
  'inferredRelation',
  'contradiction',
  'cycle',
] as const

const named = z.object({ asset: z.string(), version })

export const importReport = z
  .object({
    files: z.array(
      z.object({ file: z.string(), format: z.enum(lineageFormats), nodes: count, edges: count }),
    ),
    skipped: z.array(z.object({ reason: z.string(), count, first: z.array(z.string()) })).describe('Files'),
    faults: z.array(z.object({ file: z.string(), code: z.string(), message: z.string(), fix: z.string() })),
    events: count.describe('Events written for review'),
    edges: z
      .object({ stated: count, used: count, repeated: count, held: count, leftOut: count })
      .describe('stated = used + repeated + held + leftOut. `held`: of versions that are not released'),
    added: z.array(named),
    there: z.array(named).describe('The ledger has exactly this'),
    differs: z
      .array(named.extend({ proposed: z.string().optional(), differences: z.array(z.string()) }))
      .describe(
        'The ledger has it and it says something else. What is released never changes: `proposed` is the new version',
      ),
    cycles: z.array(z.array(z.string())),
    unknown: z.array(
      z.object({
        name: z.string(),
        kind: z.string().optional(),
        done: z.enum(['refused', 'skipped', 'registered']),
        namedBy: z.array(z.string()),
      }),
    ),
    contradictions: z.array(
      z.object({
        subject: z.string(),
        about: z.string(),
        says: z.array(z.object({ value: z.string(), file: z.string(), at: z.string() })),
      }),
    ),
    alike: z.array(z.array(z.string())).describe('Assets whose ids differ in the case of letters alone'),
    leftOut: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        label: z.string(),
        reason: z.enum(leftOutReasons),
        message: z.string(),
        file: z.string(),
        at: z.string(),
      }),
    ),
    inferred: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        relation: z.string(),
        because: z.string(),
        file: z.string(),
      }),
    ),
    held: z.array(named.extend({ reasons: z.array(z.string()) })).describe('Versions that are not released'),
    notes: z.array(z.object({ file: z.string(), note: z.string() })),
  })
  .meta({ id: 'ImportReport' })
export type ImportReport = Answer<typeof importReport>
export type LeftOutReason = (typeof leftOutReasons)[number]
