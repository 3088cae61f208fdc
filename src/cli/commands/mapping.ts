/** Mappings of inputs: tried on the first records, or suggested from them. Nothing is recorded. */
import { counted } from '../output/table.ts'
import { type CommandDefinition, parseWholeNumber } from './definition.ts'
import { bytesOf, formatOption, originOf, readFormat, readMapping } from './inputOptions.ts'

interface TryOptions {
  readonly format?: string
  readonly mapping?: string
  readonly records?: string
}

const recordsDefault = 10

export const mappingTryCommand: CommandDefinition = {
  usage: 'try <file>',
  about:
    'show what the first records would become: the events, what their tokens came from, and what would be refused',
  examples: [
    'headwater mapping try usage.csv --mapping columns.json',
    'headwater mapping try spend.json --format litellm --records 50',
  ],
  options: (command) =>
    command
      .addOption(formatOption())
      .option('--mapping <file>', 'JSON file with the mapping')
      .option('--records <n>', `how many records to try (default: ${recordsDefault})`),
  async run(session, [file]: [string], { format, mapping, records }: TryOptions) {
    const [{ tryMapping, mappingTrial }, { describeTrial }] = await Promise.all([
      import('../../service/mappingTrial.ts'),
      import('../output/mappingTrial.ts'),
    ])
    const trial = await tryMapping(bytesOf(session, file), {
      ...(format !== undefined && { format: readFormat(format) }),
      ...(mapping !== undefined && { mapping: readMapping(mapping) }),
      origin: originOf(file),
      recordsMax: records === undefined ? recordsDefault : parseWholeNumber(records, 'The number of records'),
    })
    await session.out.object(mappingTrial, trial)
    await session.out.text(() => describeTrial(file, trial))
    return undefined
  },
}

export const mappingSuggestCommand: CommandDefinition = {
  usage: 'suggest <file>',
  about: 'print a first mapping for CSV or JSON of any shape; what is unsure in it goes to standard error',
  examples: ['headwater mapping suggest usage.csv > columns.json'],
  async run(session, [file]: [string]) {
    const { suggestFrom, mappingSuggestion } = await import('../../service/mappingSuggestion.ts')
    const suggestion = await suggestFrom(bytesOf(session, file), originOf(file))
    await session.out.object(mappingSuggestion, suggestion)
    await session.out.text(() => JSON.stringify(suggestion.mapping, null, 2))
    if (!session.out.json) {
      const notes = suggestion.unsure.map((note) => `  ${note}\n`).join('')
      session.streams.stderr.write(
        `A mapping for --format ${suggestion.format}. Check ${counted(suggestion.unsure.length, 'thing')}:\n${notes}`,
      )
    }
    return undefined
  },
}
