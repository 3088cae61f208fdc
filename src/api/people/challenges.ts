/** What was asked to be signed and is not signed yet. Each can be answered once, and only for a few minutes. */
import { randomBytes } from 'node:crypto'

const challengeMinutes = 10
const challengesMax = 10_000

export class Challenges<Asked> {
  readonly #clock: () => Date
  readonly #open = new Map<string, { readonly asked: Asked; readonly expiresAt: Date }>()

  constructor(clock: () => Date) {
    this.#clock = clock
  }

  /** @param make what is to be signed, with the number that is used once: 32 hex digits */
  ask(make: (nonce: string, issuedAt: Date, expiresAt: Date) => Asked): { asked: Asked; expiresAt: Date } {
    const issuedAt = this.#clock()
    const expiresAt = new Date(issuedAt.getTime() + challengeMinutes * 60_000)
    const nonce = randomBytes(16).toString('hex')
    const challenge = { asked: make(nonce, issuedAt, expiresAt), expiresAt }
    // The oldest go first: who asks for too many keeps others from signing for a moment, and takes no memory.
    for (const [old, { expiresAt: end }] of this.#open) {
      if (this.#open.size < challengesMax && end > issuedAt) break
      this.#open.delete(old)
    }
    this.#open.set(nonce, challenge)
    return challenge
  }

  /** What was asked under this number. It is of no use afterwards. */
  take(nonce: string): Asked | undefined {
    const found = this.#open.get(nonce)
    this.#open.delete(nonce)
    return found !== undefined && found.expiresAt > this.#clock() ? found.asked : undefined
  }
}
