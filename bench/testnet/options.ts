/** How large the economy of bench/testnet.ts is. The sizes and the seed alone decide every event. */

export interface EconomySizes {
  readonly seed: number
  /** All have an account. Annotators and owners are among them. */
  readonly payees: number
  readonly annotators: number
  readonly datasets: number
  readonly models: number
  readonly agents: number
  readonly calls: number
}

export const fullSizes: EconomySizes = {
  seed: 1,
  payees: 3_200_000,
  annotators: 200_000,
  datasets: 2_000,
  models: 500,
  agents: 300,
  calls: 5_000_000,
}

/** Everything but the seed, times `scale`. */
export function scaled({ seed, ...counts }: EconomySizes, scale: number): EconomySizes {
  const entries = Object.entries(counts).map(([name, count]) => [
    name,
    Math.max(1, Math.round(count * scale)),
  ])
  return { seed, ...(Object.fromEntries(entries) as Omit<EconomySizes, 'seed'>) }
}

export function describeSizes({ payees, annotators, datasets, models, agents, calls }: EconomySizes): string {
  const number = (count: number) => new Intl.NumberFormat('en').format(count)
  return [
    `${number(payees)} payees (${number(annotators)} annotators)`,
    `${number(datasets)} datasets, ${number(models)} models, ${number(agents)} agents`,
    `${number(calls)} calls`,
  ].join(', ')
}
