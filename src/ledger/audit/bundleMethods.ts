/** Bundles for auditors, a few at a time: each reads a whole epoch. */
import { bounded } from '../../base/bounded.ts'
import { fail } from '../../errors.ts'
import type { Headwater } from '../../service/headwater.ts'
import type { Engines } from '../engines.ts'
import type { Parts } from '../openParts.ts'
import type { RunningWork } from '../runningWork.ts'

/** How long a reader takes is up to it, so none waits. */
const bundlesMax = 2

export function bundleMethods(work: RunningWork<Parts>, engines: Engines): Pick<Headwater, 'auditBundle'> {
  const enter = bounded({ running: bundlesMax, waiting: 0 }, () =>
    fail('request.busy', `${bundlesMax} bundles are being written already.`),
  )
  return {
    async *auditBundle(epoch) {
      const leave = await enter()
      try {
        const { auditBundle } = await import('./bundle.ts')
        yield* work.eachUpToDate(({ settlement }) => auditBundle(settlement, engines, epoch))
      } finally {
        leave()
      }
    },
  }
}
