/** The file of an agent. */
import type { Advices } from './advice.ts'

export const composingErrors = {
  'composition.malformed': {
    retry: false,
    fix: 'Write the file as docs/composer.md shows it: YAML of plain fields, without anchors, aliases and tags.',
  },
  'composition.tooLarge': {
    retry: false,
    fix: 'List fewer sources, holders or contributors. Contributions that are recorded need no list.',
  },
  'composition.none': {
    retry: false,
    fix: 'Send the file as YAML in `file`, or its fields in `composition`.',
  },
} as const satisfies Advices
