/** Sentences about faults: the first ones, and how many there are. */
import { faultsListedMax } from './log.ts'

export class Faults {
  readonly #listed: string[] = []
  #count = 0

  get count(): number {
    return this.#count
  }

  add(sentence: string): void {
    this.#count++
    if (this.#listed.length < faultsListedMax) this.#listed.push(sentence)
  }

  text(): string {
    const more = this.#count - this.#listed.length
    return this.#listed.join(' ') + (more > 0 ? ` And ${more} more.` : '')
  }
}
