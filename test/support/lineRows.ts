/** Lines as columns, for fakes of what gives them so. */
import { type AmountOf, type LineRows, rowsOf, type TextOf } from '../../src/books/lineRows.ts'
import { fewTexts, textAt } from '../../src/columns/rowTexts.ts'
import { UnitSums } from '../../src/columns/unitSums.ts'

export function rowsOfLines<Line>(
  lines: readonly Line[],
  texts: readonly TextOf<Line>[],
  amounts: readonly AmountOf<Line>[],
): LineRows<Line> {
  const sums = amounts.map((name) => {
    const column = new UnitSums()
    for (const [row, line] of lines.entries()) column.set(row, line[name] as bigint)
    return [name, column]
  })
  const columns = texts.map((name) => {
    const own = lines.map((line) => line[name] as string)
    return [name, fewTexts(own, (row) => row)]
  })
  return {
    rows: () => rowsOf(Uint32Array.from(lines.keys())),
    texts: Object.fromEntries(columns),
    amounts: Object.fromEntries(sums),
  }
}

/** The lines of such columns. */
export function linesOfRows<Line>(
  { rows, texts, amounts }: LineRows<Line>,
  names: readonly TextOf<Line>[],
  amount: AmountOf<Line>,
): Line[] {
  return [...rows()].flatMap((some) =>
    Array.from(some, (row) => {
      const fields = names.map((name) => [name, textAt(texts[name], row)])
      return { ...Object.fromEntries(fields), [amount]: amounts[amount]!.get(row) } as Line
    }),
  )
}
