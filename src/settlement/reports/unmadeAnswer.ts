/** Shape of the division of a call that was not made. */
import type { Answer } from '../../base/answers.ts'
import { explanation } from '../answers.ts'

export const callDivision = explanation
  .pick({
    ...{ time: true, currency: true, amount: true, priced: true, fee: true, cost: true, payees: true },
    ...{ versions: true, rounding: true, clauses: true, caps: true, payeeCount: true, versionCount: true },
  })
  .meta({ id: 'CallDivision', description: 'What every payee would get of a call that was not made' })

export type CallDivision = Answer<typeof callDivision>
