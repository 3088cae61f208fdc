/** Events of a chain as events of ours, by the rules of the chains file. */
import type { CosmosEvents, CosmosField, CosmosRule } from '../../config/cosmosChain.ts'
import type { Registry } from '../../registry/index.ts'
import { scaledText } from '../logs/chainEvent.ts'
import type { ChainEvent, Listed } from '../source/decoder.ts'
import type { CosmosBlock, CosmosEvent } from './answers.ts'
import { type CosmosDecoder, cosmosEvent } from './decoder.ts'

export function mappedEvents({ watched, from, rules }: CosmosEvents): CosmosDecoder {
  const byType = new Map<string, CosmosRule[]>()
  for (const rule of rules) byType.set(rule.type, [...(byType.get(rule.type) ?? []), rule])
  return {
    watched,
    from,
    decode(block, registry) {
      const events: ChainEvent[] = []
      const listed: Listed[] = []
      for (const { event, place } of eventsIn(block)) {
        let made = 0
        for (const rule of byType.get(event.type) ?? []) {
          if (!applies(rule, event)) continue
          const id = made === 0 ? place : `${place}/${made}`
          made++
          try {
            const data = new Filling(event, registry).fields(rule.data)
            events.push(cosmosEvent(block, watched, { id, type: rule.event, data }))
          } catch (error) {
            if (!(error instanceof Unfilled)) throw error
            listed.push({
              kind: 'unmapped',
              place: id,
              what: `${event.type} makes no ${rule.event}: ${error.message}.`,
            })
          }
        }
      }
      return { events, listed }
    },
  }
}

/** Of transactions that succeeded, then of the block. A place names an event for ever: a block never changes. */
function* eventsIn({
  number,
  transactions,
  events,
}: CosmosBlock): Generator<{ event: CosmosEvent; place: string }> {
  for (const [at, transaction] of transactions.entries()) {
    if (!transaction.isSound) continue
    for (const [i, event] of transaction.events.entries()) yield { event, place: `${number}/${at}/${i}` }
  }
  for (const [i, event] of events.entries()) yield { event, place: `${number}/block/${i}` }
}

function applies({ where }: CosmosRule, event: CosmosEvent): boolean {
  return Object.entries(where).every(([key, value]) => attributeOf(event, key) === value)
}

/** The first of that name. */
export function attributeOf({ attributes }: CosmosEvent, wanted: string): string | undefined {
  return attributes.find(({ key }) => key === wanted)?.value
}

/** Why a rule makes nothing of an event. */
class Unfilled extends Error {}

class Filling {
  readonly #event: CosmosEvent
  readonly #registry: Registry

  constructor(event: CosmosEvent, registry: Registry) {
    this.#event = event
    this.#registry = registry
  }

  fields(given: { readonly [name: string]: CosmosField }): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(given)
        .map(([name, field]) => [name, this.#field(field)] as const)
        .filter(([, value]) => value !== undefined),
    )
  }

  #field(field: CosmosField): unknown {
    if (typeof field === 'string')
      return field.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => this.#required(name))
    if (typeof field !== 'object') return field
    if (Array.isArray(field))
      return field.map((item) => this.#field(item)).filter((item) => item !== undefined)
    if (isFromAttribute(field)) return this.#fromAttribute(field)
    return this.fields(field as { readonly [name: string]: CosmosField })
  }

  #fromAttribute({ attribute, optional, atomsOf }: FromAttribute): string | undefined {
    const value = attributeOf(this.#event, attribute)
    if ((value === undefined || value === '') && optional) return undefined
    const text = this.#required(attribute)
    if (atomsOf === undefined) return text
    const currency = this.#registry.currencies.get(atomsOf as never)
    if (currency === undefined) throw new Unfilled(`the currency ${atomsOf} is not registered`)
    if (!/^[0-9]{1,78}$/.test(text)) throw new Unfilled(`${attribute} is no number of atoms`)
    return scaledText(BigInt(text), currency.decimals)
  }

  #required(name: string): string {
    const value = attributeOf(this.#event, name)
    if (value === undefined || value === '') throw new Unfilled(`it has no attribute ${name}`)
    return value
  }
}

type FromAttribute = Extract<CosmosField, { readonly attribute: string; readonly optional: boolean }>

function isFromAttribute(field: object): field is FromAttribute {
  return 'attribute' in field && 'optional' in field
}
