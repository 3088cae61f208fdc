/** Names from events are printed so that those that differ look different. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { formatTable } from '../../src/cli/output/table.ts'

const folder = 'src/cli'
const nameHeads = ['payee', 'asset', 'source', 'owner', 'name', 'id', 'call', 'is like', 'are like those of']

test('a table shows blanks at the ends of names, and characters that are not seen', () => {
  const rows = ['ann', 'ann ', 'ann\u200b', 'ann\n'].map((payee) => ({ payee }))
  const table = formatTable(rows, [{ head: 'payee', of: ({ payee }) => payee, kind: 'name' }])
  expect(table.split('\n')).toEqual(['payee', 'ann', '"ann\\u0020"', '"ann\\u200b"', '"ann\\u000a"'])
})

test('every column of names in a table of the command line is of that kind', () => {
  const columns = readdirSync(folder, { encoding: 'utf8', recursive: true })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) =>
      [...readFileSync(`${folder}/${file}`, 'utf8').matchAll(/\{ head: '([^']*)', of: .*?\},?$/gm)].map(
        ([text, head]) => ({ file, head: head!, isName: text.includes("kind: 'name'") }),
      ),
    )
  const others = columns.filter(({ head, isName }) => nameHeads.includes(head) && !isName)
  expect(columns.length).toBeGreaterThan(50)
  expect(others.map(({ file, head }) => `${file}: ${head}`)).toEqual([])
})
