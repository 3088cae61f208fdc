/** Writes docs/errors.md from the table of codes; a test compares the two both ways. */
import { writeFileSync } from 'node:fs'
import { statusOf } from '../src/api/status.ts'
import { type ErrorCode, errorCatalogue } from '../src/errors.ts'

const head = `# Errors

Every expected failure has a code. A code never changes its meaning. The command line writes \`code: sentence\` and the
advice of this page to standard error (with \`--json\`: \`{"error":{"code","message","path","fix"}}\`). It exits with 2,
or with 1 if a check failed. The API answers \`application/problem+json\` (RFC 9457) with the same code. A refused event
has the code of its fault, and the path (a JSON pointer) of the field.

**Retry** says whether the same request may succeed later, when something else has changed. **Status** is the HTTP
status of a request that fails as a whole. The fault of one event never fails its request.

\`npm run errors\` writes this page from the tables in \`src/errors\` and \`src/api/status.ts\`.
`

const areas = new Map<string, ErrorCode[]>()
for (const code of Object.keys(errorCatalogue) as ErrorCode[]) {
  const area = code.slice(0, code.indexOf('.'))
  areas.set(area, [...(areas.get(area) ?? []), code])
}
const sections = [...areas].sort().map(([area, codes]) => {
  const rows = codes.sort().map((code) => {
    const { retry, fix } = errorCatalogue[code]
    return `| \`${code}\` | ${retry ? 'yes' : 'no'} | ${statusOf(code)} | ${fix.replaceAll('|', '\\|')} |`
  })
  return `\n## ${area}\n\n| code | retry | status | what to do |\n|---|---|---|---|\n${rows.join('\n')}\n`
})
writeFileSync('docs/errors.md', head + sections.join(''))
