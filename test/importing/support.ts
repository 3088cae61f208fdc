/** Imports documents that are given as texts. */

import type { RegistryView, Source } from '../../src/importing/index.ts'
import { importLineage, type LineageDocument, parsePolicy, readDocument } from '../../src/importing/index.ts'

/** A policy under which everything has an owner and terms. */
export const openPolicy = {
  time: '2026-10-01T00:00:00Z',
  owners: { '*': '{org}' },
  unknown: 'register',
  terms: [{ pool: '0.1' }],
}

/** Files by path: a text, or a value that is written as JSON. */
type Files = Readonly<Record<string, unknown>>

export function readFiles(files: Files, policy: object = openPolicy): LineageDocument[] {
  const parsed = parsePolicy(policy)
  return Object.entries(files).map(([file, content]) => {
    const described = parsed.files.find(file)?.value as Source['described']
    const document = readDocument({
      file,
      text: typeof content === 'string' ? content : JSON.stringify(content),
      folders: file.split('/').slice(0, -1),
      ...(described !== undefined && { described }),
    })
    if (document === undefined) throw new Error(`${file} is no document of lineage`)
    return { file, ...document }
  })
}

export function importFiles(files: Files, policy: object = openPolicy, registry?: RegistryView) {
  return importLineage(parsePolicy(policy), readFiles(files, policy)).plan(registry)
}

interface Edge {
  readonly asset: string
  readonly version?: string
  readonly relation: string
  readonly policy: string
  readonly share: string
}

type Plan = ReturnType<typeof importFiles>

/** `derived relation source` of every proposed release, in the order of the events. */
export function edgesIn({ events }: Plan): string[] {
  return events.flatMap(({ data }) =>
    ((data.derivedFrom ?? []) as Edge[]).map(
      (edge) =>
        `${data.asset}@${data.version} ${edge.relation} ${edge.asset}${edge.version === undefined ? '' : `@${edge.version}`}`,
    ),
  )
}

export function releasesIn({ events }: Plan): string[] {
  return events.flatMap(({ type, data }) =>
    type === 'io.headwater.version.released' ? [`${data.asset}@${data.version}`] : [],
  )
}

export function card(fields: string, body = '# A model\n'): string {
  return `---\n${fields}\n---\n${body}`
}
