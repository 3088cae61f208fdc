/**
 * Writes the JSON Schemas of events, mappings, manifests and files of agents into schemas/, from the zod schemas. With `--check` it only
 * compares, and exits with 1 if a file is missing, differs, or belongs to no type any more.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { agentFile } from '../src/composing/index.ts'
import { csvMapping, jsonMapping } from '../src/decoding/formats/mapped/schema.ts'
import { gatewayMapping } from '../src/decoding/formats/mapping.ts'
import { envelopeSchema, eventSchema } from '../src/events/envelope.ts'
import { eventDefinitions, eventTypes } from '../src/events/types.ts'
import { importPolicy } from '../src/importing/policy.ts'
import { manifestSchemas } from '../src/log/manifest.ts'

const folder = new URL('../schemas/', import.meta.url)
const ending = '.schema.json'

/** Every file's name with its text: one for each type of event, `event.schema.json` for the envelope alone. */
export function schemaFiles(): Map<string, string> {
  const files = new Map<string, string>()
  const any = envelopeSchema.extend({ type: z.enum(eventTypes), data: z.object({}) })
  files.set(`event${ending}`, schemaText('A Headwater event of any type', any))
  for (const type of eventTypes) {
    const { description } = eventDefinitions[type].schema
    files.set(`${type}${ending}`, schemaText(type, eventSchema(type).describe(description ?? '')))
  }
  for (const [version, schema] of Object.entries(manifestSchemas))
    files.set(`epoch-manifest.v${version}${ending}`, schemaText('Manifest of an epoch', schema))
  files.set(`csv-mapping${ending}`, schemaText('Mapping of a CSV file', csvMapping))
  files.set(`json-mapping${ending}`, schemaText('Mapping of JSON records', jsonMapping))
  files.set(`gateway-mapping${ending}`, schemaText('Mapping of gateway records', gatewayMapping))
  files.set(`agent${ending}`, schemaText('File of an agent', agentFile))
  files.set(`import-policy${ending}`, schemaText('Policy of an import of lineage', importPolicy))
  return files
}

/** Names of files in schemas/ that differ from the zod schemas. */
export function staleFiles(): string[] {
  const files = schemaFiles()
  const present = presentFiles()
  const stale = present.filter((name) => files.get(name) !== readFileSync(new URL(name, folder), 'utf8'))
  return [...stale, ...[...files.keys()].filter((name) => !present.includes(name))]
}

function schemaText(title: string, schema: z.ZodType): string {
  // Input: what a sender may write, before it is normalised.
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' })
  return `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`
}

function presentFiles(): string[] {
  return readdirSync(folder).filter((name) => name.endsWith(ending))
}

if (import.meta.main) {
  if (process.argv.includes('--check')) {
    const stale = staleFiles()
    for (const name of stale)
      console.error(`schemas/${name} is not what the zod schemas say: npm run schemas`)
    process.exitCode = stale.length > 0 ? 1 : 0
  } else {
    for (const name of presentFiles()) rmSync(new URL(name, folder))
    for (const [name, text] of schemaFiles()) writeFileSync(new URL(name, folder), text)
  }
}
