/** Input as bytes and records, and what ingestion answers. */
import type { Advices } from './advice.ts'

export const ingestErrors = {
  'input.unreadable': { retry: false, fix: 'Check the path and its permissions; `-` reads standard input.' },
  'mapping.malformed': { retry: false, fix: 'A mapping is a JSON object; docs/ingestion.md shows one.' },
  'line.notJson': {
    retry: false,
    fix: 'Send one JSON object a line, or one JSON array; a file cut in mid-line ends in a broken one.',
  },
  'line.notUtf8': { retry: false, fix: 'Encode the input in UTF-8.' },
  'event.tooLarge': {
    retry: false,
    fix: 'An event has at most 1 MiB; leave out what the table of docs/events.md does not name.',
  },
  'event.tooDeep': { retry: false, fix: 'Nest at most 128 brackets deep.' },
  'event.conflict': {
    retry: false,
    fix: 'One identity has one content for ever: give the corrected event an id of its own. The first one stands.',
  },
  'ingest.busy': {
    retry: true,
    fix: 'Wait a little and send the same again; where that goes on, Kafka is slower than what comes in.',
  },
  'ingest.throughKafka': {
    retry: false,
    fix: 'Stop the worker, run the same command on its data folder, and start the worker again.',
  },
  'ingest.stopped': {
    retry: true,
    fix: 'Mend the cause that the message names and start again; what was acknowledged is safe, and nothing counts twice.',
  },
  'record.malformed': {
    retry: false,
    fix: 'Compare the record with the format in docs/ingestion.md; --format names the format.',
  },
  'record.incomplete': {
    retry: false,
    fix: 'Export records that carry the field named; docs/ingestion.md lists what each format needs.',
  },
  'record.inconsistent': {
    retry: false,
    fix: 'Token classes must not be larger than the totals that include them: check the exporter.',
  },
} as const satisfies Advices
