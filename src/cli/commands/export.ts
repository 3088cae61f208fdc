import { writeFileSync } from 'node:fs'
import { fail } from '../../errors.ts'
import { exportFormats, writeLineage } from '../../importing/export/index.ts'
import { exportedLineage } from '../../service/lineageDocuments.ts'
import { counted } from '../output/table.ts'
import { type CommandDefinition, choiceOption } from './definition.ts'

interface Options {
  readonly format?: string
  readonly version?: string
  readonly out?: string
}

export const exportCommand: CommandDefinition = {
  usage: 'export [asset]',
  about:
    "write the ledger's lineage as PROV-JSON, OpenLineage or CycloneDX ML-BOM; with an asset, what it was derived from",
  examples: [
    'headwater export --format prov > lineage.prov.json',
    'headwater export model:acme/chat --format mlbom --out bom.json',
  ],
  options: (command) =>
    command
      .addOption(
        choiceOption('--format <format>', 'prov, openlineage or mlbom', exportFormats).makeOptionMandatory(),
      )
      .option('--version <version>', 'the version of the asset (default: the latest)')
      .option('--out <file>', 'file for the document (default: standard output)'),
  async run(session, [asset]: [string | undefined], { format: name, version, out }: Options) {
    const format = exportFormats.find((each) => each === name)
    if (format === undefined)
      fail(
        'usage.invalid',
        `The format ${JSON.stringify(name?.slice(0, 64))} is not one of ${exportFormats.join(', ')}.`,
      )
    if (version !== undefined && asset === undefined) fail('usage.invalid', 'A version needs its asset.')
    const versions = await session.with('reads', (headwater) =>
      exportedLineage(headwater, { asset, version }),
    )
    const text = writeLineage(format, versions)
    if (out === undefined) {
      await session.out.raw(text)
      return undefined
    }
    try {
      writeFileSync(out, text)
    } catch (error) {
      fail('input.unreadable', `${out} can't be written: ${(error as Error).message}.`)
    }
    await session.out.text(`${counted(versions.length, 'version')} written to ${out}`)
    return undefined
  },
}
