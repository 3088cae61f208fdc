import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
/** Collects what nothing refers to, at once: how much waits for a collection depends on the machine and its load. */
export const collectGarbage: () => void = runInNewContext('gc')
