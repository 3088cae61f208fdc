/** Checks of the names of payees: those that people cannot tell apart where they are printed. */
import { shownName, unseenCharacter } from '../../base/unseenText.ts'
import type { PayeeId } from '../../events/ids.ts'
import type { DoctorCheck } from '../../service/headwater.ts'
import type { Engines } from '../engines.ts'
import { doubtful, fine } from './doctor.ts'

const listedMax = 10

export async function examineNames({ registry: engine }: Engines): Promise<DoctorCheck> {
  const { state } = await engine.opened()
  const payees = [...state.payees.ids()]
  const unclear = payees.filter(isUnclear)
  const { confusableGroups } = await import('../../base/confusables/skeleton.ts')
  const groups = confusableGroups(payees)
  const details = [
    ...(unclear.length === 0
      ? []
      : [
          `${unclear.length} of ${payees.length} payees have ids that a new payee could not have, with characters that are not seen or not in NFC: ${listed(unclear.map(shownName))}`,
        ]),
    ...(groups.length === 0
      ? []
      : [
          `ids that look alike, in ${groups.length} ${groups.length === 1 ? 'group' : 'groups'}: ${listed(groups.map((group) => listed(group.map(shownName), ' and ')))}`,
        ]),
  ]
  if (details.length === 0) return fine('payee names', `${payees.length} payees, no two of which look alike`)
  return doubtful(
    'payee names',
    details.join('; '),
    'Look at who earns under each id. They stay valid and are paid; a new release can name the right payee from then on.',
  )
}

/** Whether a payee with this id would be refused if it were new. */
function isUnclear(payee: PayeeId): boolean {
  return unseenCharacter(payee) !== undefined || payee.normalize('NFC') !== payee
}

function listed(names: readonly string[], separator = ', '): string {
  const shown = names.slice(0, listedMax).join(separator)
  return names.length > listedMax ? `${shown} and ${names.length - listedMax} more` : shown
}
