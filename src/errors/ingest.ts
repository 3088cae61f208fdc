/** Input as bytes and records, and refusals by ingestion. */
import type { Advices } from './advice.ts'

export const ingestErrors = {
  'input.unreadable': { retry: false, fix: 'Check the path and its permissions. `-` reads standard input.' },
  'input.unknownFormat': {
    retry: false,
    fix: 'Name the format with --format, and its mapping with --mapping. docs/ingestion.md shows the formats.',
  },
  'input.damaged': {
    retry: false,
    fix: 'Make or fetch the file again. What was read before the damage is taken in, and counts once when it comes again.',
  },
  'mapping.malformed': {
    retry: false,
    fix: 'Correct the field of the mapping that the path names. docs/mappings.md describes mappings, and `headwater mapping try` shows what one makes of a file.',
  },
  'line.notJson': {
    retry: false,
    fix: 'Send one JSON object per line, or one JSON array. Check whether the file was cut off in the middle of a line.',
  },
  'line.notUtf8': { retry: false, fix: 'Encode the input in UTF-8.' },
  'record.notProtobuf': {
    retry: false,
    fix: 'Send an ExportTraceServiceRequest to /v1/traces and an ExportLogsServiceRequest to /v1/logs, as exporters of OTLP do.',
  },
  'event.tooLarge': {
    retry: false,
    fix: 'Send events of at most 1 MiB. Leave out fields that docs/events.md does not list.',
  },
  'event.contentType': {
    retry: false,
    fix: 'Send CloudEvents in JSON: application/cloudevents+json, application/cloudevents-batch+json, or in binary mode with data in application/json. docs/events.md shows each mode.',
  },
  'event.tooDeep': { retry: false, fix: 'Nest brackets at most 128 deep.' },
  'event.conflict': {
    retry: false,
    fix: 'Give the corrected event an id of its own. An identity keeps the content that was recorded first.',
  },
  'ingest.busy': {
    retry: true,
    fix: 'Wait a little, then send the same again. If this goes on, Kafka is slower than the input.',
  },
  'ingest.throughKafka': {
    retry: false,
    fix: 'Stop the worker, run the same command on its data folder, and start the worker again.',
  },
  'ingest.stopped': {
    retry: true,
    fix: 'Fix the cause that the message names and start again. What was acknowledged is safe, and nothing counts twice.',
  },
  'ingest.threadLost': {
    retry: true,
    fix: 'Send the same again: nothing counts twice. If it happens again, check the memory of the machine, or set HEADWATER_THREADS to 1.',
  },
  'record.malformed': {
    retry: false,
    fix: 'Compare the record with its format in docs/ingestion.md. `--format` sets the format.',
  },
  'record.incomplete': {
    retry: false,
    fix: 'Export records with the field that the message names. docs/ingestion.md lists what each format needs.',
  },
  'record.unknownOperation': {
    retry: false,
    fix: 'Say in the mapping what the operation is: {"operations": {"NAME": "inference"}}, or "skip".',
  },
  'record.spanHeld': {
    retry: false,
    fix: 'Send the span that is missing between the two: this one is then billed or skipped by itself. Until then it waits in the refused list. If that span never comes, look at the call that bills: dismiss this one if it is the same, else replay it with "unlinkedSpans": "bill" in the mapping.',
  },
  'record.spanLate': {
    retry: false,
    fix: 'Look at the calls of the trace. Dismiss the entry if this one is among them, else replay it with "unlinkedSpans": "bill" in the mapping. Spans of one trace should come within a day.',
  },
  'record.inconsistent': {
    retry: false,
    fix: 'Say in the mapping which reading is right: inputIncludesCache or outputIncludesReasoning, or tokenClasses for single names. Or correct the exporter: a part cannot be larger than its whole.',
  },
  'record.unpriced': {
    retry: false,
    fix: 'Export the counts of tokens, or take the declared cost with amountFrom in the mapping. For a rate per call: "withoutTokens": "count".',
  },
} as const satisfies Advices
