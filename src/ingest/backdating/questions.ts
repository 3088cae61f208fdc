/**
 * Where backdating is refused, an event that reaches back waits until its calls are looked up. Judging is synchronous:
 * it stops at the event, its caller awaits `look`, and judging goes on at the same event, whose answer is there then.
 */
import type { Reach, Registry } from '../../registry/index.ts'
import type { ReachedCalls } from '../../usage/reader.ts'
import type { LookBack } from './lookBack.ts'

/** The answer to a question whose sender is gone is not used for the same event later. */
const answerMsMax = 10_000

interface Answer {
  readonly reached: ReachedCalls | undefined
  readonly atMs: number
}

export class BackdatingQuestions {
  readonly #lookBack: LookBack
  readonly #registry: Registry
  readonly #asked = new Map<string, Reach>()
  readonly #answers = new Map<string, Answer>()
  #running: Promise<void> = Promise.resolve()

  constructor(lookBack: LookBack, registry: Registry) {
    this.#lookBack = lookBack
    this.#registry = registry
  }

  get waiting(): boolean {
    return this.#asked.size > 0
  }

  /** Takes the answer for an event, once. Without one the question is asked. */
  answer(identity: string, reach: Reach): Pick<Answer, 'reached'> | undefined {
    const answer = this.#answers.get(identity)
    this.#answers.delete(identity)
    if (answer !== undefined && performance.now() - answer.atMs < answerMsMax) return answer
    this.#asked.set(identity, reach)
    return undefined
  }

  /** Answers everything that was asked before the call. @throws the engines' errors */
  look(): Promise<void> {
    const next = this.#running.then(() => this.#lookUp())
    this.#running = next.catch(() => {})
    return next
  }

  async #lookUp(): Promise<void> {
    const asked = [...this.#asked]
    this.#asked.clear()
    if (asked.length === 0) return
    const reaches = asked.map(([, reach]) => reach)
    const found = await this.#lookBack(reaches, this.#registry)
    const atMs = performance.now()
    for (const [at, [identity]] of asked.entries()) this.#answers.set(identity, { reached: found[at], atMs })
  }
}
