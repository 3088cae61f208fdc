/** What a simulation says of the side with its events, in the form in which a closed epoch and its statements say it. */
import type { Headwater, SimulationLine } from '../../src/service/headwater.ts'
import { collect } from './collect.ts'

type Of<Kind extends SimulationLine['kind']> = Extract<SimulationLine, { kind: Kind }>

export function linesOfKind<Kind extends SimulationLine['kind']>(
  lines: readonly SimulationLine[],
  kind: Kind,
): Of<Kind>[] {
  return lines.filter((line) => line.kind === kind) as Of<Kind>[]
}

const isNotZero = ([, amount]: [string, unknown]) => amount !== '0' && amount !== undefined

/** Amounts that are not 0, by name. */
export function given(figures: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(figures).filter(isNotZero)) as Record<string, string>
}

/** Without currencies that have nothing: a side may not know the currency yet. */
function nonZero(totals: readonly (readonly [string, Readonly<Record<string, string | undefined>>])[]) {
  return Object.fromEntries(
    totals.map(([currency, of]) => [currency, given(of)]).filter(([, of]) => Object.keys(of!).length > 0),
  )
}

/** Totals and trees of a side. */
export function figuresOf(lines: readonly SimulationLine[], side: 'before' | 'after') {
  const totals = linesOfKind(lines, 'total').map((line) => [line.currency, line[side]] as const)
  const trees = linesOfKind(lines, 'tree').flatMap(({ chain, ...line }) =>
    line[side] === null ? [] : [{ chain, ...line[side] }],
  )
  return { totals: nonZero(totals), trees }
}

/** The same of the last closed epoch, or of a preview. */
export function figuresOfEpoch({
  totals,
  trees,
}: Pick<Awaited<ReturnType<Headwater['epoch']>>, 'totals' | 'trees'>) {
  return {
    totals: nonZero(Object.entries(totals)),
    trees: trees.map(({ chain, root, leaves }) => ({ chain, root, leaves })),
  }
}

/** What payees got in an epoch and stand at after it, of those that `lines` name. */
export async function payeesOf(headwater: Headwater, epoch: number, lines: readonly SimulationLine[]) {
  const statements = await collect(headwater.statements(epoch))
  return Promise.all(
    linesOfKind(lines, 'payee').map(async ({ payee, currency }) => {
      const found = statements.find((line) => line.payee === payee && line.currency === currency)
      if (found !== undefined) {
        const { payee: _, currency: __, ...figures } = found
        return given(figures)
      }
      const { balances } = await headwater.balances(payee)
      const standing = balances.find((each) => each.currency === currency)
      return given({ carried: standing?.balance, reserved: standing?.reserved })
    }),
  )
}
