/** Everything about one payee, line by line. */
import { z } from 'zod'
import { chainId, count, shareText, timeText } from '../../base/answers.ts'
import { accountChange } from './people.ts'
import {
  advanceLine,
  clauseLine,
  onChain,
  owedLine,
  payeeBalances,
  proofReport,
  reserveLine,
  statement,
} from './settlement.ts'

const kind = <Name extends string>(name: Name) => ({ kind: z.literal(name) })
const version = { asset: z.string(), version: z.string() }
const units = z.string().describe('Of accepted work')

export const payeeExportLine = z
  .discriminatedUnion('kind', [
    z.object({
      ...kind('payee'),
      ...{ payee: z.string(), name: z.string().nullable(), at: timeText },
      version: z.string().describe('Of Headwater'),
    }),
    z.object({
      ...kind('account'),
      ...{ chain: chainId, account: z.string() },
      revision: count.describe('Of the registry event that bound it'),
      payableFrom: timeText.nullable(),
    }),
    z.object({ ...kind('balances'), ...payeeBalances.shape }),
    z.object({ ...kind('contribution'), asset: z.string(), units, unitsOfAll: units }),
    z.object({
      ...kind('holding'),
      ...version,
      share: shareText.nullable().describe('That it holds now; null: none'),
      units: units.nullable().describe('That it has among the contributors of the version; null: none'),
      unitsOfAll: units,
      contributorShare: shareText,
    }),
    z.object({ ...kind('statement'), ...statement.shape }),
    z.object({ ...kind('proof'), ...proofReport.shape }),
    z.object({ ...kind('clause'), ...clauseLine.shape }),
    z.object({ ...kind('advance'), ...advanceLine.shape }),
    z.object({ ...kind('reserve'), ...reserveLine.shape }),
    z.object({ ...kind('owed'), ...owedLine.shape }),
    z.object({ ...kind('claim'), ...onChain.shape }),
    z.object({ ...kind('accountChange'), ...accountChange.shape }),
  ])
  .meta({ id: 'PayeeExportLine' })
