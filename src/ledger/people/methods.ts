/** What a ledger does for payees that sign in. */
import { bounded } from '../../base/bounded.ts'
import { fail } from '../../errors.ts'
import type { People, PeopleServed } from '../../service/people.ts'
import type { Engines } from '../engines.ts'
import type { Parts } from '../openParts.ts'
import { reads } from '../reads.ts'
import type { RunningWork } from '../runningWork.ts'
import { linkMethods, openPeopleLog } from './bookedLinks.ts'
import { accountMethods } from './signedAccounts.ts'

/** Exports that are written at a time, and that wait. */
const exports = { running: 2, waiting: 16 }

export function peopleMethods(work: RunningWork<Parts>, engines: Engines): People & PeopleServed {
  const log = openPeopleLog(work, engines)
  const accounts = accountMethods(work, log, engines)
  const enterExport = bounded(exports, () =>
    fail('request.busy', `${exports.waiting} exports of payees wait already.`),
  )
  return {
    ...linkMethods(log, engines),
    ...accounts,
    async *payeeExport(payee) {
      const leave = await enterExport()
      try {
        const { exportPayee } = await import('./exportPayee.ts')
        yield* work.eachUpToDate(({ registry }) =>
          exportPayee({ ...reads(work, engines), ...accounts, registry, now: engines.clock() }, payee),
        )
      } finally {
        leave()
      }
    },
  }
}
