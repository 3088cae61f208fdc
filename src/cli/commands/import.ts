import type { CommandDefinition } from './definition.ts'
import type { ImportOptions } from './import/run.ts'

export const importCommand: CommandDefinition = {
  usage: 'import <file...>',
  about:
    'read published lineage (model cards, Croissant, OpenLineage, ML-BOM, SPDX 3, PROV) and write events for review',
  examples: [
    'headwater import cards/ --policy policy.json --out events.ndjson',
    'headwater import bom.json --policy policy.json --out events.ndjson --data ./books',
    'headwater import cards/ --policy policy.json | headwater ingest -',
  ],
  options: (command) =>
    command
      .requiredOption(
        '--policy <file>',
        'JSON file that says what names are, who owns, and the terms of edges',
      )
      .option(
        '--out <file>',
        'file for the events (default: standard output; then the report is on standard error)',
      )
      .option('--strict', 'exit code 1 if a file, a name, an edge or a version needs attention'),
  async run(session, paths: string[], options: ImportOptions) {
    const { importFiles } = await import('./import/run.ts')
    return importFiles(session, paths, options)
  },
}
