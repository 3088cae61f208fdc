/** Every place of the console that the tests of all pages visit: each page of the routes table, and places inside. */
import { readFileSync } from 'node:fs'

/** Places inside of pages that the demo's books have. Add those of a new page here. */
const inside = ['/epochs/1', '/epochs/next']

const table = readFileSync('console/src/app/pages.ts', 'utf8')

export const places: readonly string[] = [
  ...[...table.matchAll(/^ {4}path: '([^']+)'/gm)].map(([, path]) => path!),
  ...inside,
]
