/**
 * The events of a load run, one after the other, from one seed: the same options give the same texts in the same order,
 * whatever the results of earlier ones are. The books count each event as it is sent. Only some events are kept, to be sent
 * again.
 */
import { createRandom, type Random } from '../support/random.ts'
import { badEvent } from './badEvents.ts'
import { type BookedCall, Books, nanosText, periods } from './books.ts'
import { currencies, type Economy, nanoPerToken } from './economy.ts'
import type { LoadOptions } from './options.ts'
import { createZipf } from './zipf.ts'

export interface LoadEvent {
  readonly text: string
  /** Two events of one identity have the same. */
  readonly number: number
  /** Whether the text is JSON. */
  readonly json: boolean
  /** The place of the event that must be durable before this one is sent, so that it is the one that stands; −1 for none. */
  readonly after: number
}

interface Call extends LoadEvent, BookedCall {}

/** Calls kept to be sent again, over about so many seconds. */
const keptMax = 4_096
const keptSeconds = 10
const heldPlacesMax = 200
const unknownAssets = 5
const tokensMax = 4_000
const jitterMs = 2 * 3_600_000

export class LoadStream {
  readonly books: Books
  private readonly options: LoadOptions
  private readonly economy: Economy
  private readonly events: number
  private readonly random: Random
  private readonly asset: (random: Random) => number
  private readonly source: (random: Random) => number
  private readonly kept: (Call & { place: number })[] = []
  private keptAt = 0
  private readonly keepEach: number
  /** Events that leave later than made, by the place where they do. */
  private readonly held = new Map<number, Call[]>()
  private place = 0
  private made = 0
  private conflicts = 0

  /** @param events how many there will be in all */
  constructor(options: LoadOptions, economy: Economy, events: number) {
    this.options = options
    this.economy = economy
    this.events = events
    this.books = new Books(economy, unknownAsset)
    this.random = createRandom(options.seed)
    this.asset = createZipf(economy.assets.length, options.skew)
    this.source = createZipf(options.sources, options.skew)
    this.keepEach = Math.max(1, Math.floor((options.rate * keptSeconds) / keptMax))
  }

  next(): LoadEvent {
    const event = this.choose()
    this.place++
    return event
  }

  private choose(): LoadEvent {
    const { mix } = this.options
    const due = this.held.get(this.place)
    if (due !== undefined) return this.release(due)
    const { duplicates, conflicts, bad } = mix
    const chance = this.random.next()
    if (chance < duplicates + conflicts && this.kept.length > 1) {
      return chance < duplicates ? this.duplicate() : this.conflict()
    }
    if (chance >= 1 - bad) return this.bad()
    for (;;) {
      const call = this.make()
      if (this.random.next() >= mix.disorder) return this.send(call)
      const later = this.place + 1 + this.random.below(heldPlacesMax)
      const others = this.held.get(later)
      if (others === undefined) this.held.set(later, [call])
      else others.push(call)
    }
  }

  private release(due: Call[]): LoadEvent {
    this.held.delete(this.place)
    const [first, ...others] = due
    if (others.length > 0) {
      const next = this.held.get(this.place + 1) ?? []
      this.held.set(this.place + 1, [...others, ...next])
    }
    return this.send(first!)
  }

  private send(call: Call): LoadEvent {
    this.books.call(call)
    if (call.number % this.keepEach === 0) {
      this.kept[this.keptAt % keptMax] = { ...call, place: this.place }
      this.keptAt++
    }
    return call
  }

  /** As it was, or with an attribute more, which is no part of its content. */
  private duplicate(): LoadEvent {
    const { text, number } = this.kept[this.random.below(this.kept.length)]!
    this.books.duplicate()
    const again = this.random.below(2) === 0 ? text : `{"attempt":"2",${text.slice(1)}`
    return { text: again, number, json: true, after: -1 }
  }

  /** Takes one of the older half, so that the first event is usually durable by now and the sender need not wait. */
  private conflict(): LoadEvent {
    const half = Math.ceil(this.kept.length / 2)
    const oldest = this.kept.length < keptMax ? 0 : this.keptAt
    const { text, number, place } = this.kept[(oldest + this.random.below(half)) % this.kept.length]!
    this.books.refuse('event.conflict')
    // Each is different, because the refused list keeps equal ones once.
    const other = text.replace(/"(amount":"|input":)/, (found) => `${found}${++this.conflicts}`)
    return { text: other, number, json: true, after: place }
  }

  private bad(): LoadEvent {
    const number = this.made++
    const { text, code, json } = badEvent(this.random, `${this.options.seed}-bad-${number}`)
    this.books.refuse(code)
    return { text, number, json, after: -1 }
  }

  private make(): Call {
    const { random, options, economy } = this
    const number = this.made++
    const unknown = random.next() < options.mix.unknown
    const rank = this.asset(random)
    const asset = unknown ? -1 - (rank % unknownAssets) : rank
    const known = economy.assets[rank]!
    const version =
      random.below(2) === 0 || unknown ? '' : known.versions[random.below(known.versions.length)]!
    const { time, period } = this.moment(number)
    const input = random.below(tokensMax)
    const output = random.below(tokensMax)
    const byRate = !unknown && known.priced && random.below(2) === 0
    const currency = byRate ? 0 : random.below(currencies.length)
    const nanos = byRate
      ? input * nanoPerToken.input + output * nanoPerToken.output
      : random.below(10 ** (4 + random.below(6)))
    const price = byRate
      ? ''
      : `,"amount":"${nanosText(BigInt(nanos))}","currency":"${currencies[currency]!.currency}"`
    const named = version === '' ? '' : `,"version":"${version}"`
    const name = unknown ? unknownAsset(-1 - asset) : known.asset
    const text = `{"specversion":"1.0","id":"${options.seed}-${number}","source":"/gateways/g-${this.source(random)}","type":"io.headwater.call.metered","time":"${time}","data":{"asset":"${name}"${named}${price},"caller":"team-${random.below(500)}","tokens":{"input":${input},"output":${output}}}}`
    return { text, number, json: true, after: -1, asset, version, currency, period, nanos }
  }

  /** The month passes in the course of the run; gateways' clocks differ. */
  private moment(number: number): { time: string; period: number } {
    const { random } = this
    const { late, early } = this.options.mix
    const chance = random.next()
    let period = chance < late ? 0 : chance < late + early ? 3 : 1
    let at: number
    if (period === 1) {
      const [from, to] = [starts[1]!, starts[3]!]
      const meant = from + (number / this.events) * (to - from) + random.below(2 * jitterMs) - jitterMs
      at = Math.floor(Math.min(Math.max(meant, from), to - 1))
      if (at >= starts[2]!) period = 2
    } else {
      at = starts[period]! + random.below(Date.parse(periods[period]!.to) - starts[period]!)
    }
    return { time: new Date(at).toISOString(), period }
  }
}

const starts = periods.map(({ from }) => Date.parse(from))

function unknownAsset(number: number): string {
  return `model:nobody/ghost-${number}`
}
