/** Work that a failure interrupts and that can begin again from its checkpoints. */
import { setTimeout as sleep } from 'node:timers/promises'
import { HeadwaterError } from '../errors.ts'

const restartMs = 1_000
const restartMsMax = 30_000

/** Runs work again after a failure that may pass, until it ends or `stop`. The pause doubles while failures go on. */
export async function restarting(
  stop: AbortSignal,
  run: () => Promise<void>,
  onFailed: (error: HeadwaterError) => void,
): Promise<void> {
  let pause = restartMs
  while (!stop.aborted) {
    const began = performance.now()
    try {
      return await run()
    } catch (error) {
      if (stop.aborted || !(error instanceof HeadwaterError && error.retry)) throw error
      onFailed(error)
    }
    // After a long run this failure is a new one, not the last one still going on.
    if (performance.now() - began > restartMsMax) pause = restartMs
    await sleep(pause, undefined, { signal: stop }).catch(() => {})
    pause = Math.min(pause * 2, restartMsMax)
  }
}
