/**
 * How far a simulation is. It computes epochs one after the other, each as long as a close without its books, and the rest
 * of the epochs are taken to last as long as the one that runs: those that read less than it are faster.
 */
import type { CloseProgress, OnProgress } from '../progress.ts'
import { estimateTime } from '../timeLeft.ts'

export class SimulateProgress {
  readonly #onProgress: (progress: CloseProgress) => void
  readonly #now: () => number
  #ahead: number

  /** @param epochs that are computed */
  constructor(
    onProgress: (progress: CloseProgress) => void = () => {},
    epochs = 1,
    now: () => number = () => performance.now(),
  ) {
    this.#onProgress = onProgress
    this.#ahead = epochs
    this.#now = now
  }

  /** Of the next epoch. @param name of it, which the stages begin with */
  next(name: string): OnProgress {
    const ahead = --this.#ahead
    const begun = this.#now()
    return estimateTime(({ stage, millisecondsLeft, ...part }) => {
      const whole = millisecondsLeft === undefined ? undefined : this.#now() - begun + millisecondsLeft
      this.#onProgress({
        stage: `${name}, ${stage}`,
        ...part,
        ...(whole !== undefined && { millisecondsLeft: millisecondsLeft! + Math.max(0, ahead) * whole }),
      })
    }, this.#now)
  }
}
