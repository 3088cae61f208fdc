/**
 * What simulations read of calls: sums, which rows there are, and which are repeated. It is read once for both runs of a
 * simulation and kept for the next one, because most variants change what is done with the calls' money only.
 */
import { sha256Hex } from '../../base/sha256.ts'
import type { Micros } from '../../events/time.ts'
import type { Registry } from '../../registry/index.ts'
import type { SettlementWindow, UsageReader } from '../../usage/reader.ts'

/** No manifest of a simulation is shown, so nothing is hashed for it. */
const noDigest = '0'.repeat(64)

/** Sums and batches that are kept between simulations: each has some hundred bytes. */
const keptItemsMax = 500_000

/** The digests of calls, corrections and postings are left out. */
export function withoutDigests(usage: UsageReader): UsageReader {
  return { ...usage, settledDigest: async () => noDigest, countedDigest: async () => noDigest }
}

/** Of one moment of the ledger alone: the last one that a simulation asked about. */
export class KeptAnswers {
  #moment = ''
  #answers = new Answers()

  /** @param moment everything of the ledger on which answers depend. Answers of another moment are forgotten */
  of(moment: string): Answers {
    if (moment !== this.#moment) this.#answers = new Answers()
    this.#moment = moment
    return this.#answers
  }
}

/** Answers to questions about the ledger at one moment. */
export class Answers {
  readonly #known = new Map<string, Promise<unknown>>()
  /** Of those the ones that this simulation has asked. */
  readonly #asked = new Set<string>()
  /** No call has this time or a later one. */
  noCallsFrom: Micros | undefined

  /** @param asked everything on which the answer depends, beside the moment */
  once<Answer>(name: string, asked: readonly unknown[], ask: () => Promise<Answer>): Promise<Answer> {
    const key = sha256Hex(JSON.stringify([name, ...asked], plainly))
    this.#asked.add(key)
    const known = this.#known.get(key) as Promise<Answer> | undefined
    if (known !== undefined) return known
    const answer = ask()
    this.#known.set(key, answer)
    answer.catch(() => this.#known.delete(key))
    return answer
  }

  /** A simulation ends: what it did not ask is forgotten, and everything where that is too much to keep. */
  async end(): Promise<void> {
    for (const key of this.#known.keys()) if (!this.#asked.has(key)) this.#known.delete(key)
    this.#asked.clear()
    const answers = await Promise.all(this.#known.values())
    if (answers.reduce<number>((sum, answer) => sum + itemsOf(answer), 0) > keptItemsMax) this.#known.clear()
  }
}

function itemsOf(answer: unknown): number {
  if (Array.isArray(answer)) return answer.length
  if (answer === null || typeof answer !== 'object') return 0
  return Object.values(answer).reduce<number>((sum, part) => sum + itemsOf(part), 0)
}

interface Kept {
  /** Whether calls of all epochs resolve as the ledger has it: see `resolvesAlike`. */
  readonly isAlike: boolean
  /** Whether every question is about the same rows. Then no call comes with a later `until` where none was after it. */
  readonly isOneScope?: boolean
}

/** A reader of the ledger's rows whose answers are kept. */
export function keptSums(usage: UsageReader, answers: Answers, { isAlike, isOneScope }: Kept): UsageReader {
  const pendingSums: UsageReader['pendingSums'] = (scope, until, since) =>
    answers.once('pendingSums', [until, since?.until], () => usage.pendingSums(scope, until, since))
  /** The earliest `until` that is known to give the same calls. */
  const sameCalls = (until: Micros): Micros =>
    isOneScope && answers.noCallsFrom !== undefined && answers.noCallsFrom <= until
      ? answers.noCallsFrom
      : until
  return {
    ...usage,
    keySums: (scope, until, since) =>
      answers.once('keySums', [sameCalls(until), since?.until], () => usage.keySums(scope, until, since)),
    async pendingSums(scope, until, since) {
      const sums = await pendingSums(scope, sameCalls(until), since)
      if (isOneScope && sums.length === 0) answers.noCallsFrom ??= until
      return sums
    },
    directSums: (window, only) =>
      answers.once('directSums', [termsOf(window, sameCalls(window.until)), only], () =>
        usage.directSums(window, only),
      ),
    postingSums: (window) =>
      answers.once('postingSums', [window.until, window.previous?.until], () => usage.postingSums(window)),
    correctedSums: (window, query) => {
      const ask = () => usage.correctedSums(window, query)
      // What calls of earlier epochs settled with is not in the window.
      return isAlike ? answers.once('correctedSums', [termsOf(window, window.until)], ask) : ask()
    },
  }
}

/** What decides how calls are summed, beside the rows. */
function termsOf({ scope: _, previous, ...terms }: SettlementWindow, until: Micros) {
  return [{ ...terms, until }, previous?.until]
}

function plainly(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}

/** Whether no event by which `changed` is more than `registry` changes the version, fee, cut or cost of any call. */
export function resolvesAlike(registry: Registry, changed: Registry): boolean {
  return (
    changed.versions.length === registry.versions.length &&
    changed.fees.length === registry.fees.length &&
    countCosts(changed) === countCosts(registry)
  )
}

function countCosts(registry: Registry): number {
  let count = 0
  for (const asset of registry.assetsWithCosts()) count += registry.assets.get(asset)!.costs.length
  return count
}
