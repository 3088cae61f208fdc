/** Shape of a preview: what a close would record. */
import { z } from 'zod'
import { type Answer, amountText, chainId, count, signedAmountText, timeText } from '../../base/answers.ts'
import { epochReport } from '../answers.ts'
import { closeWarning } from '../request/warning.ts'
import { statementLine } from '../statementAnswers.ts'
import { registryChanges } from './changeAnswer.ts'

const differenceText = z
  .string()
  .regex(/^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/)
  .describe('`paid` minus what the last epoch paid; below zero where it is less')

export const previewPayment = z
  .object({
    payee: z.string(),
    currency: z.string(),
    chain: chainId,
    account: z.string(),
    paid: amountText,
    difference: differenceText,
    last: z
      .object({ paid: amountText, account: z.string() })
      .nullable()
      .describe(
        'What the last epoch paid to this payee in this currency, and to which account; null: nothing',
      ),
  })
  .meta({ id: 'PreviewPayment' })

export const previewPayee = statementLine
  .omit({ late: true })
  .extend({ broughtForward: signedAmountText.describe('Balance before the epoch') })
  .meta({
    id: 'PreviewPayee',
    description:
      'What the close changes for a payee in a currency: carried = broughtForward + earned + received − diverted + posted − withheld − paid.',
  })

export const previewSuspense = z
  .object({ asset: z.string(), currency: z.string(), calls: count, amount: amountText })
  .meta({ id: 'PreviewSuspense' })

const alikeBy = z
  .enum(['call', 'providerCallId'])
  .describe('`call`: the same id, asset, time and amount; `providerCallId`: the same one')

export const previewSuspected = z
  .object({
    calls: count.describe('Calls that it would settle and that are like earlier ones'),
    pairs: z
      .array(
        z.object({
          by: alikeBy,
          source: z.string().nullable().describe('null: all pairs beyond the limit together'),
          like: z.string().nullable().describe('The source of the earlier calls'),
          currency: z.string(),
          calls: count,
          amount: amountText,
        }),
      )
      .describe('By the two sources, at most 1,000; those with most calls come first'),
    examples: z
      .array(
        z.object({
          by: alikeBy,
          source: z.string(),
          id: z.string(),
          asset: z.string(),
          currency: z.string(),
          amount: amountText,
          like: z.object({ source: z.string(), id: z.string() }),
        }),
      )
      .describe('The first of these calls, at most 1,000'),
  })
  .meta({ id: 'PreviewSuspected' })

const total = count.describe('How many there are; `items` has the first of them')

export const epochPreview = z
  .object({
    ...epochReport.pick({ epoch: true, until: true, position: true }).shape,
    hash: z.string().describe('SHA-256 of the manifest that the close would record, lower-case hex'),
    confirm: z.string().describe('Closes exactly what this preview shows: `until`, `position` and `hash`'),
    previousUntil: timeText.nullable().describe('Where the last epoch ends; null for the first'),
    warnings: z.array(closeWarning),
    ...epochReport.pick({ counts: true, repeats: true, totals: true, trees: true }).shape,
    payments: z
      .object({ total, items: z.array(previewPayment) })
      .describe('Who would be paid; those whose payment grows most come first'),
    payees: z
      .object({ total, items: z.array(previewPayee) })
      .describe('What changes for payees; those for whom most changes come first'),
    suspense: z
      .object({ total, items: z.array(previewSuspense) })
      .describe('Calls in suspense by asset and currency; assets with most calls come first'),
    suspected: previewSuspected.describe(
      'Calls that may have been sent before under other names, compared with those of the epoch before too',
    ),
    alikePayees: z
      .object({ total, items: z.array(z.array(z.string()).describe('At most 10')) })
      .describe('Payees that earn or are paid and whose ids look alike, in groups'),
    changes: registryChanges.describe(
      'Registry events recorded since the last close that change money of calls which happened before them',
    ),
  })
  .meta({ id: 'EpochPreview' })

export type EpochPreview = Answer<typeof epochPreview>
export type PreviewSuspected = Answer<typeof previewSuspected>
export type PreviewPayee = Answer<typeof previewPayee>
export type PreviewPayment = Answer<typeof previewPayment>
export type PreviewSuspense = Answer<typeof previewSuspense>
