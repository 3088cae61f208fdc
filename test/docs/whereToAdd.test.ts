/** "Where to add" of docs/architecture.md names every source file in which an example of each thing is written. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { withoutComments } from '../support/imports.ts'

/** Sources without their comments; what compiles to WebAssembly too, but not what is compiled. */
const sources = new Map(
  readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.wasm.ts'))
    .sort()
    .map((name) => [name, withoutComments(readFileSync(`src/${name}`, 'utf8'))]),
)
const page = readFileSync('docs/architecture.md', 'utf8')
const sections = new Map(
  page
    .split(/^## /m)
    .find((text) => text.startsWith('Where to add\n'))!
    .split(/^### /m)
    .slice(1)
    .map((text) => [text.slice(0, text.indexOf('\n')), text]),
)

interface Ripple {
  readonly title: string
  /** How the example is spelled. */
  readonly example: RegExp
  /** Files, and rooms with `/`, that spell it so for another reason, each with the reason. */
  readonly others: Readonly<Record<string, string>>
}

const ripples: readonly Ripple[] = [
  {
    title: 'A registry event type',
    example: /\b(?:Rate|rates\w*|\w+Rates?|rate(?:Set|At|Of|View))\b|\brate\.(?:set|empty)\b/,
    others: {
      'api/openApi.ts': 'the rate limit of requests',
      'config/registry.ts': 'the description of a setting',
    },
  },
  {
    title: 'A field on an edge',
    example: /\b(?:relation|policy|edgeRelation|edgeAbsolute)\b/,
    others: {
      'api/console.ts': 'the security policy of pages',
      'cli/demo/calls.ts': 'a release among the events of the demo',
      'errors/registry.ts': 'the fix of a failure mentions a policy',
      'errors/importing.ts': 'the policy of an import is a file',
      'cli/commands/import.ts': 'the policy of an import is a file',
      'cli/commands/import/run.ts': 'the same',
      'cli/output/importReport.ts': 'relations that an import infers',
      'api/routes/documents.ts': 'the security policy of a page',
      'settlement/statementAnswers.ts': 'the relations of a path, from the table of their names',
      'attribution/pathsInto.ts': 'the division that each path repeats',
      'documents/paths.ts': 'a path as people read it',
      'chain/contracts/': 'what the compiler made of the contracts',
      'chain/story/': 'what Story says of an edge, which docs/chain.md lists',
      'config/storyChain.ts': 'the relation that Story does not name',
      'importing/':
        'documents of others and the policy for them; docs/lineage.md lists what they say of an edge',
    },
  },
  {
    title: 'A kind of row',
    example:
      /\btable: 'calls'|\browKinds = \[|kinds\/call\.ts|\bkinds\.call\b|\bcall: (?:calls\.columns|readTotals)|\bcorrection: kindTotals|\btotals(?:\.|: \{ )call\b/,
    others: {},
  },
  {
    title: 'A column of a row',
    example: /\btraceId\b/,
    others: {
      'telemetry/openTelemetry.ts': 'the trace of a span',
      'decoding/input/tells.ts': 'the ids by which a span shows itself',
      'decoding/formats/otlp/layouts.ts': 'the same',
      'decoding/formats/otlp/spans.ts': 'the ids of a span',
      'decoding/formats/otlp/traced.ts': 'the same, for its parent',
      'decoding/formats/traces/': 'which span lies in which',
      'ingest/traces/': 'the same',
      'usage/spans.ts': 'the memory of spans',
      'projections/spans/store.ts': 'its adapter',
      'projections/schema/tables.ts': 'its table',
      'events/description.ts': 'the trace of a description',
      'chain/payments/decoder.ts': 'the same',
      'projections/usage/descriptions.ts': 'the same',
      'ingest/rows/otherRow.ts': 'the same',
      'usage/kinds/description.ts': 'the same',
      'decoding/formats/otlp/logs.ts': 'the ids of the span of a log record',
      'decoding/formats/otlp/protobuf/messages.ts': 'the fields of messages',
    },
  },
  { title: 'A gateway format', example: /openrouter/i, others: {} },
  {
    title: 'A format of lineage',
    example: /croissant/i,
    others: {
      'cli/commands/import.ts': 'the help of the command',
      'errors/importing.ts': 'a fix names the formats',
      'importing/formats/linkedData.ts': 'the prefixes of its vocabulary',
    },
  },
]

describe('"Where to add" in docs/architecture.md', () => {
  it('has a list for each kind of thing', () => {
    expect([...sections.keys()]).toEqual(ripples.map(({ title }) => title))
  })

  it.each(ripples)('names every file of the example: $title', ({ title, example, others }) => {
    const listed = [...sections.get(title)!.matchAll(/`([\w./]+\.ts)`/g)].map((match) => match[1]!)
    const written = [...sources].filter(([, text]) => example.test(text)).map(([name]) => name)
    const isOf = (name: string, other: string) =>
      other.endsWith('/') ? name.startsWith(other) : name === other
    const keys = Object.keys(others)
    expect(keys.filter((other) => !written.some((name) => isOf(name, other)))).toEqual([])
    expect(listed.sort()).toEqual(written.filter((name) => !keys.some((other) => isOf(name, other))))
  })
})
