/** What producers send of an economy: some of it twice, out of order, and mixed with events that must be refused. */
import type { Random } from '../../test/support/random.ts'
import type { ReferenceCall } from '../../test/support/reference.ts'
import type { SimulatedStep } from '../../test/support/simulation.ts'
import { callPartitions, type Item, packed, type Sender, type Way } from './packing.ts'

/** Every call of this asset costs the same, so that the price of a call without an amount does not depend on order. */
export const rated = { asset: 'tool:lab/rated', currency: 'USDC', perCall: '0.000123' }

export class Sends {
  /** Events that are refused wherever and whenever they come: their text, and the code of the fault. */
  readonly refusals = new Map<string, string>([['', 'line.notJson']])
  /** Calls by source and id. */
  readonly known = new Map<string, ReferenceCall>()
  /** Registry events by id. */
  readonly steps = new Map<string, SimulatedStep>()
  private readonly random: Random
  private bad = 0

  constructor(random: Random) {
    this.random = random
  }

  /** @param disturbed whether some are sent twice, with events that must be refused between them */
  registry(name: string, steps: readonly SimulatedStep[], way: Way, disturbed: boolean): Sender {
    const { random } = this
    const texts: string[] = []
    for (const step of steps) {
      const text = this.registryText(step)
      if (disturbed && random.chance(0.06)) texts.push(this.badRegistry(text))
      texts.push(text)
      if (disturbed && random.chance(0.15)) texts.push(random.pick(texts))
    }
    const items = texts.map((text) => ({ text, partition: 0 }))
    return packed(random, items, { name, topic: 'registry', way })
  }

  /** Distributes calls over producers (one for each way) and partitions. A repeated call goes to any of them. */
  calls(name: string, calls: readonly ReferenceCall[], ways: readonly Way[]): Sender[] {
    const { random } = this
    const shares: Item[][] = ways.map(() => [])
    for (const call of this.disordered(calls)) {
      const items = random.pick(shares)
      items.push({ text: this.callText(call), partition: random.int(callPartitions), call })
      if (random.chance(0.06)) items.push({ text: this.badCall(call), partition: random.int(callPartitions) })
    }
    return ways.map((way, at) =>
      packed(random, this.withConflicts(shares[at]!), { name: `${name}.${at}`, topic: 'calls', way }),
    )
  }

  private disordered<Entry>(list: readonly Entry[]): Entry[] {
    const places = list.map((entry, at) => ({ entry, place: at + this.random.int(30) }))
    return places.sort((one, other) => one.place - other.place).map(({ entry }) => entry)
  }

  /** Another content under an identity. The same producer sends it later to the same partition, so it is always second. */
  private withConflicts(items: readonly Item[]): Item[] {
    const { random } = this
    const all = [...items]
    for (const item of items) {
      if (item.call === undefined || !random.chance(0.04)) continue
      const text = this.callText({ ...item.call, asset: 'model:lab/other', amount: '7' })
      this.refusals.set(text, 'event.conflict')
      const after = all.indexOf(item) + 1
      all.splice(Math.min(all.length, after + random.int(20)), 0, { text, partition: item.partition })
    }
    return all
  }

  private registryText(step: SimulatedStep): string {
    if (step.step !== 'register') throw new Error('of the registry, that is')
    const id = `r${this.steps.size}`
    this.steps.set(id, step)
    const { type, time, data } = step
    return JSON.stringify({
      specversion: '1.0',
      type: `io.headwater.${type}`,
      source: 'registry',
      id,
      time,
      data,
    })
  }

  /** Some are refused because of their form, some because of what they name. */
  private badRegistry(text: string): string {
    const event = JSON.parse(text)
    const id = `bad-${this.bad++}`
    return this.random.pick([
      `no JSON ${id}`,
      JSON.stringify({ ...event, id, time: 'yesterday' }),
      JSON.stringify({ ...event, id, type: 'io.headwater.unheard.of' }),
      JSON.stringify({
        ...event,
        id,
        type: 'io.headwater.version.released',
        data: { asset: `model:nobody/${id}`, version: '1' },
      }),
    ])
  }

  private callText(call: ReferenceCall): string {
    const { source, id, time, ...data } = wireCall(call)
    if (call.amount !== '7') this.known.set(JSON.stringify([source, id]), call)
    const type = 'io.headwater.call.metered'
    return JSON.stringify({ specversion: '1.0', type, source, id, time, data })
  }

  private badCall(call: ReferenceCall): string {
    const id = `bad-${this.bad++}`
    const { amount, currency } = call
    const faulty = (fields: object): string =>
      JSON.stringify({
        specversion: '1.0',
        type: 'io.headwater.call.metered',
        source: 'bad',
        id,
        time: call.time,
        data: { asset: call.asset, amount, currency },
        ...fields,
      })
    const [text, code] = this.random.pick([
      ['', 'line.notJson'],
      [`no JSON ${id}`, 'line.notJson'],
      [faulty({ time: 'now' }), 'time.malformed'],
      [faulty({ data: { asset: call.asset, amount: '1e3', currency } }), 'amount.malformed'],
      [faulty({ data: { asset: call.asset, amount, currency: 'NOWHERE' } }), 'currency.unknown'],
      [faulty({ data: { asset: 'model:lab/priceless' } }), 'call.unpriced'],
    ] as [string, string][])
    this.refusals.set(text, code)
    return text
  }
}

/** A call as it is sent. If its asset has a rate, the rate prices it. */
function wireCall(call: ReferenceCall): Partial<ReferenceCall> & Pick<ReferenceCall, 'source' | 'id'> {
  if (call.asset !== rated.asset) return call
  const { amount: _amount, currency: _currency, ...rest } = call
  return rest
}
