/** The doctor of a ledger that this process has open. */
import { oneAtATime } from '../../base/oneAtATime.ts'
import type { Config } from '../../config.ts'
import type { Headwater } from '../../service/headwater.ts'
import type { Engines } from '../engines.ts'
import { doctorReport, examineEngines, examineSurroundings } from './index.ts'

export function doctorOf(engines: Engines, config: Config): Headwater['doctor'] {
  // A deep examination reads everything: several at once would only be slower.
  const inTurn = oneAtATime()
  const examine = async (deep: boolean) =>
    doctorReport([...examineSurroundings(config), ...(await examineEngines(engines, deep))])
  return ({ deep = false } = {}) => (deep ? inTurn(() => examine(true)) : examine(false))
}
