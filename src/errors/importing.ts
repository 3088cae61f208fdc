/** Lineage as others publish it. */
import type { Advices } from './advice.ts'

export const importingErrors = {
  'policy.malformed': {
    retry: false,
    fix: 'Write the policy as a JSON object. docs/lineage.md lists its fields.',
  },
  'lineage.unknownFormat': {
    retry: false,
    fix: 'Give model and dataset cards, or JSON of the Hub, Croissant, OpenLineage, CycloneDX, SPDX 3 or PROV. docs/lineage.md shows how each is recognized.',
  },
  'lineage.malformed': {
    retry: false,
    fix: 'Export or download the document again. The message names the place of the fault.',
  },
  'lineage.unsupported': {
    retry: false,
    fix: 'Export the document in the version that the message names.',
  },
  'lineage.nameless': {
    retry: false,
    fix: 'Put the file into a folder with the name of its repository (`acme/chat/README.md`), or name it in `files` of the policy.',
  },
  'lineage.tooLong': {
    retry: false,
    fix: 'Run `headwater export` on the data folder, which has no limit.',
  },
  'lineage.tooLarge': {
    retry: false,
    fix: 'Divide the document. A file may have at most 64 MiB.',
  },
} as const satisfies Advices
