/** By which paths revenue came to sources, for the appendix of a statement. */
import type { Statement } from '../service/headwater.ts'
import type { Block, Row } from './sheet.ts'

type Path = NonNullable<Statement['currencies'][number]['lines'][number]['paths']>[number]

interface TracedSource {
  /** As the line above its paths has it. */
  readonly title: string
  readonly paths: readonly Path[]
}

/** Sources without paths are left out. */
export function pathBlocks(currency: string, sources: readonly TracedSource[]): Block[] {
  const traced = sources.filter(({ paths }) => paths.length > 0)
  if (traced.length === 0) return []
  return [
    { type: 'heading', text: `${currency}: by which paths the revenue came` },
    {
      type: 'table',
      columns: [
        { head: 'source and path', weight: 4 },
        { head: 'brought to it', kind: 'amount' },
      ],
      rows: traced.flatMap(({ title, paths }): Row[] => [
        [title, ''],
        ...paths.map((path): Row => [`   ${describePath(path)}`, path.amount]),
      ]),
    },
  ]
}

export function describePath({ from, over }: Path): string {
  const steps = over.map(
    ({ asset, version, relation, share }) => ` → ${relation} ${share} → ${asset}@${version}`,
  )
  return `calls of ${from.asset}@${from.version}${steps.join('')}`
}
