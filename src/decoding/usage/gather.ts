/** Gathers the counts of a record by what their names mean. A zero or a null never hides a count under another name. */
import { fail } from '../../errors.ts'
import { countOf } from '../formats/record.ts'
import { freeMeaningOf, type Meaning, meaningOf, type Slot } from './names.ts'
import type { StatedCount, TokenClass, UsageRules } from './types.ts'

/** A count above 0, with the name that stated it. */
export interface Named {
  readonly name: string
  readonly path: string
  readonly count: number
  readonly within: boolean | undefined
}

interface Given {
  readonly given: TokenClass | 'ignore'
  readonly path: string
  readonly count: number
}

export class Gathered {
  /** Counts above 0 by meaning, each once. Several are names of one thing that disagree, or the kinds of a `…Part`. */
  readonly #held: { [Name in Slot]?: Named[] } = {}
  /** Of names whose class the mapping gives. */
  readonly added: { [Class in TokenClass]?: number } = {}
  /** The same one by one, and the names that the mapping ignores. */
  given: Given[] | undefined
  /** Sum of all these. */
  addedCount = 0
  /** Whether a count of this side was stated, if only as 0. */
  input = false
  output = false

  add(slot: Slot, entry: Named): void {
    const held = this.#held[slot]
    if (!held) this.#held[slot] = [entry]
    else if (sums.has(slot) || held.every(({ count }) => count !== entry.count)) held.push(entry)
  }

  of(slot: Slot): readonly Named[] {
    return this.#held[slot] ?? none
  }

  sum(slot: Slot): number {
    let total = 0
    for (const { count } of this.of(slot)) total += count
    return total
  }
}

const none: readonly Named[] = []
/** Names with these meanings are kinds beside one another; those of the other meanings are names of one thing. */
const sums = new Set<Slot>([
  'cacheReadPart',
  'cacheWritePart',
  'inputPart',
  'outputPart',
  'inputDetail',
  'outputDetail',
  'unknown',
])

/** @throws HeadwaterError `record.malformed` for what is no count, and for free names that have no known class */
export function gather(counts: Iterable<StatedCount>, rules: UsageRules): Gathered {
  const gathered = new Gathered()
  const { tokenClasses } = rules
  const free = rules.defaults?.freeNames === true
  for (const { name, path, value } of counts) {
    if (value === undefined || value === null) continue
    const given = tokenClasses && givenClass(tokenClasses, name)
    if (given !== undefined) {
      addGiven(gathered, { given, path, count: countOf(value, path) ?? 0 })
      continue
    }
    const meaning = free ? freeMeaningOf(name) : meaningOf(name)
    if (meaning !== undefined) addCount(gathered, meaning, { name, path, value }, free)
  }
  return gathered
}

function addCount(gathered: Gathered, { slot, within }: Meaning, stated: StatedCount, free: boolean): void {
  const { name, path, value } = stated
  // A name that is no count of tokens may have any value.
  if (slot === 'unknown' && !free && typeof value === 'string' && !/^[0-9]+$/.test(value)) return
  const count = countOf(value, path) ?? 0
  if (slot === 'input') gathered.input = true
  else if (slot === 'output') gathered.output = true
  if (count === 0) return
  if (slot === 'unknown' && free) failUnknown(name, path)
  gathered.add(slot, { name, path, count, within })
}

export function failUnknown(name: string, path: string): never {
  const shown = JSON.stringify(name.slice(0, 64))
  fail('record.malformed', `The usage type ${shown} has no known class.`, {
    path,
    fix: `Give its class in the mapping: "tokenClasses": {${shown}: "input"}, or output, cacheRead, cacheWrite or ignore.`,
  })
}

function addGiven(gathered: Gathered, named: Given): void {
  const { given, count } = named
  if (gathered.given) gathered.given.push(named)
  else gathered.given = [named]
  gathered.addedCount += count
  if (given !== 'ignore') gathered.added[given] = (gathered.added[given] ?? 0) + count
}

function givenClass(
  classes: Readonly<Record<string, TokenClass | 'ignore'>>,
  name: string,
): TokenClass | 'ignore' | undefined {
  if (Object.hasOwn(classes, name)) return classes[name]
  const last = name.slice(name.lastIndexOf('.') + 1)
  return last !== name && Object.hasOwn(classes, last) ? classes[last] : undefined
}
