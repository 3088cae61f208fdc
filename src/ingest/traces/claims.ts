/**
 * Spans that bill by the judgement of this process and are not in the identity index yet: their calls are in a batch
 * that is open or under way. A span of another request that lies within one of these, or around it, waits until the
 * batch is durable or has failed.
 */
import type { Submission } from '../batch/submission.ts'

/** One body that claims spans. */
export interface Claimer {
  readonly submission: Submission
  /** Resolves when the events that were judged last are in batches; undefined while none are on their way there. */
  taking: Promise<void> | undefined
  claimed: string[]
}

export function createClaimer(submission: Submission): Claimer {
  return { submission, taking: undefined, claimed: [] }
}

export class Claims {
  /** By source and key of the span. */
  readonly #claimers = new Map<string, Claimer>()

  of(key: string): Claimer | undefined {
    return this.#claimers.get(key)
  }

  claim(key: string, claimer: Claimer): void {
    this.#claimers.set(key, claimer)
    claimer.claimed.push(key)
  }

  /** Call it when everything of the body is durable or has failed. */
  release(claimer: Claimer): void {
    for (const key of claimer.claimed) {
      if (this.#claimers.get(key) === claimer) this.#claimers.delete(key)
    }
    claimer.claimed = []
  }
}
