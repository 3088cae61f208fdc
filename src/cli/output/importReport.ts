/** The report of an import as text. */
import type { ImportReport } from '../../importing/index.ts'
import { counted, moreOf, printable } from './table.ts'

const shownMax = 20

export function describeImport(report: ImportReport): string {
  const { files, skipped, faults, edges, added, there, differs } = report
  const assets = added.filter(({ version }) => version === undefined).length
  const by = [...Map.groupBy(files, ({ format }) => format)].map(
    ([format, list]) => `${list.length} ${format}`,
  )
  return [
    `${counted(files.length, 'file')} read${by.length > 0 ? ` (${by.join(', ')})` : ''}: ${counted(report.events, 'event')} for review, ${counted(assets, 'asset')} and ${counted(added.length - assets, 'version')}; ${there.length} already there, ${differs.length} differ`,
    `${counted(edges.stated, 'edge')} in the documents: ${edges.used} used, ${edges.repeated} repeated, ${edges.held} held, ${edges.leftOut} left out`,
    ...skipped.flatMap(
      ({ reason, count, first }) => `  ${counted(count, 'file')} skipped, ${reason}: ${list(first, count)}`,
    ),
    ...faults.flatMap(({ file, code, message, fix }) => [
      `  ${printable(file)}: ${code}: ${printable(message)}`,
      `    ${fix}`,
    ]),
    ...describeProblems(report),
    ...describeEdges(report),
    ...section('Notes', report.notes, ({ file, note }) => `${file}: ${note}`),
  ].join('\n')
}

function describeProblems({ held, differs, cycles, unknown, contradictions, alike }: ImportReport): string[] {
  return [
    ...section(
      'Not released',
      held,
      ({ asset, version, reasons }) => `${asset}@${version}: ${reasons.join('; ')}`,
    ),
    ...section('Different from the ledger', differs, ({ asset, version, proposed, differences }) => {
      const name = version === undefined ? asset : `${asset}@${version}`
      return `${name}${proposed === undefined ? '' : `, proposed as ${proposed}`}: ${differences.join('; ')}`
    }),
    ...section('Circles', cycles, (names) => names.join(' → ')),
    ...section(
      'Unknown names',
      unknown,
      ({ name, done, namedBy }) => `${name}, ${done}: named by ${list(namedBy.slice(0, 3), namedBy.length)}`,
    ),
    ...section('Contradictions', contradictions, ({ subject, about, says }) => {
      const each = says.map(({ value, file }) => `${value === '' ? 'none' : value} (${file})`)
      return `${about} of ${subject}: ${each.join(', ')}`
    }),
    ...section('Names that differ in the case of letters alone', alike, (names) => names.join(', ')),
  ]
}

function describeEdges({ leftOut, inferred }: ImportReport): string[] {
  const byReason = [...Map.groupBy(leftOut, ({ reason }) => reason)]
  return [
    ...byReason.flatMap(([reason, edges]) =>
      section(
        `Edges left out, ${reason}`,
        edges,
        ({ from, to, label, message, file }) => `${from} from ${to} (${label} in ${file}): ${message}`,
      ),
    ),
    ...section(
      'Relations that no document states',
      inferred,
      ({ from, to, relation, because }) => `${from} ${relation} ${to}, because ${because}`,
    ),
  ]
}

function section<Item>(title: string, items: readonly Item[], of: (item: Item) => string): string[] {
  if (items.length === 0) return []
  const more = moreOf(items.length - shownMax, 'of these')
  return [
    `${title} (${items.length}):`,
    ...items.slice(0, shownMax).map((item) => `  ${printable(of(item))}`),
    ...(more ? [`  ${more.trim()}`] : []),
  ]
}

function list(names: readonly string[], count: number): string {
  return `${names.map(printable).join(', ')}${count > names.length ? ` and ${count - names.length} more` : ''}`
}
