/** One history cut into epochs in several ways, and what it gives to date. exact.ts says which histories. */
import { isDeepStrictEqual } from 'node:util'
import { createEpochLog } from '../../../src/log/epochLog.ts'
import { collect } from '../collect.ts'
import { createRandom, type Random } from '../random.ts'
import { createWorld, type World } from '../settlementWorld.ts'
import { grow, scaled } from './arithmetic.ts'
import { dying } from './dying.ts'
import { days, type ExactHistory, exactHistory, instant } from './exact.ts'
import { outcome, play } from './playWorld.ts'
import { ContractReference, type ContractStep } from './reference.ts'

/** @returns a sentence where two cuts of the history of a seed differ, or one from the reference */
export async function differenceOfCuts(
  seed: number,
  met: (death: string) => void = () => {},
): Promise<string | undefined> {
  const history = exactHistory(seed)
  const random = createRandom(seed + 1)
  let expected: Map<string, bigint> | undefined
  for (const closes of [1, 2 + random.int(2), 4 + random.int(4)]) {
    const world = createWorld({ ...(random.chance(0.3) && { checkpointCallsMin: random.int(20) }) })
    const taken = await play(world, cut(history, closes, random), seed, dying(world, seed + closes, met))
    const epochs = await outcome(world)
    if (!isDeepStrictEqual(epochs, new ContractReference().run(taken)))
      return `cut into ${closes} epochs, the books are not those of the reference`
    const found = await toDate(world)
    expected ??= found
    for (const name of new Set([...expected.keys(), ...found.keys()])) {
      const [one, other] = [expected.get(name) ?? 0n, found.get(name) ?? 0n]
      if (one !== other) return `cut into ${closes} epochs, ${name} is ${other} to date; in one epoch ${one}`
    }
  }
  return undefined
}

/** Closes at random places, the last at the end, after the time of every event. Some events are late, some wait. */
function cut({ terms, rows }: ExactHistory, closes: number, random: Random): ContractStep[] {
  const inOrder = (numbers: Iterable<number>) => [...numbers].sort((one, other) => one - other)
  const places = inOrder(Array.from({ length: closes - 1 }, () => random.int(rows.length)))
  const instants = new Set<number>()
  while (instants.size < closes - 1) instants.add(1 + random.int(days * 24 - 1))
  const ends = inOrder(instants)
  const steps: ContractStep[] = [...terms]
  for (const [at, row] of rows.entries()) {
    steps.push(row)
    while (places[0] === at) {
      places.shift()
      steps.push({ step: 'close', until: instant(0, ends.shift()! * 3_600) })
    }
  }
  return [...steps, { step: 'close', until: instant(days + 1) }]
}

const ofEpochs = ['gross', 'fee', 'earned', 'rounding', 'deposits', 'payments']
const asItStands = ['reduced', 'disputed', 'suspense', 'pending']
const ofPayees = ['earned', 'received', 'diverted', 'posted']

/** By what it is of. Nothing of it depends on cuts. What was paid and what is carried depend on them; their sum does not. */
async function toDate({ settlement, books, events }: World): Promise<Map<string, bigint>> {
  const found = new Map<string, bigint>()
  const epochs = await collect(settlement.epochs())
  const last = epochs.at(-1)!
  for (const { epoch, totals, counts } of epochs) {
    grow(found, 'settled calls', BigInt(counts.settled))
    for (const [currency, line] of Object.entries(totals)) {
      const numbers = line as unknown as Record<string, string>
      for (const name of ofEpochs) grow(found, `${name} of ${currency}`, units(numbers[name]))
      grow(found, `paid and carried of ${currency}`, units(numbers.paid))
    }
    for (const line of await collect(settlement.statements(epoch))) {
      const numbers = line as unknown as Record<string, string>
      for (const name of ofPayees)
        grow(found, `${name} by ${line.payee} in ${line.currency}`, units(numbers[name]))
    }
  }
  for (const [currency, line] of Object.entries(last.totals)) {
    const numbers = line as unknown as Record<string, string>
    grow(found, `paid and carried of ${currency}`, units(numbers.carried))
    for (const name of asItStands) grow(found, `${name} of ${currency}`, units(numbers[name]))
  }
  for (const name of ['waiting', 'mismatched', 'excess'] as const)
    grow(found, `${name} corrections`, BigInt(last.counts[name] ?? 0))
  const closed = (await createEpochLog(events).list()).map(({ key }) => key)
  for await (const { kind, subject, object, currency, x, amount } of books.eachState(closed)) {
    if (kind === 'lot') continue
    grow(found, `X of ${kind} ${subject} ${object} ${currency}`, x)
    grow(found, `amount of ${kind} ${subject} ${object} ${currency}`, amount)
  }
  return found
}

function units(text = '0'): bigint {
  return text.startsWith('-') ? -scaled(text.slice(1), 18) : scaled(text, 18)
}
