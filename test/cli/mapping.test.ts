import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runHere } from './support.ts'

describe('headwater mapping', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'headwater-mapping-')), 'usage-2026.csv')
  const mapping = `${file}.json`
  writeFileSync(
    file,
    'id,created_at,model,prompt_tokens,completion_tokens\na,2026-03-01T10:00:00Z,gpt 5,7,2\n',
  )

  test('suggest prints a mapping alone, so that it goes into a file, and says apart what is unsure', async () => {
    const { code, stdout, stderr } = await runHere(['mapping', 'suggest', file])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ event: { source: 'usage', id: '{id}' } })
    expect(stderr).toContain('names the gateway')
    writeFileSync(mapping, stdout)
    const { stdout: json } = await runHere(['mapping', 'suggest', file, '--json'])
    expect(JSON.parse(json)).toMatchObject({ format: 'csv', unsure: expect.any(Array) })
  })

  test('try shows the events of that mapping and opens no folder', async () => {
    const { code, stdout } = await runHere(['mapping', 'try', file, '--mapping', mapping])
    expect([code, stdout]).toEqual([0, expect.stringContaining('of the first 1 record, 1 would be events')])
    expect(stdout).toContain('"asset":"model:gpt@20@5"')
    expect(stdout).toContain('input: {prompt_tokens} is 7')
    const { stdout: json } = await runHere(['mapping', 'try', file, '--mapping', mapping, '--json'])
    expect(JSON.parse(json)).toMatchObject({ format: 'csv', events: 1, records: [{ line: 2, id: 'a' }] })
  })

  test('says which file it can’t read, and what is wrong with a mapping', async () => {
    expect(await runHere(['mapping', 'suggest', `${file}.none`])).toMatchObject({ code: 2 })
    writeFileSync(mapping, '{"event":{}}')
    const { code, stderr } = await runHere(['mapping', 'try', file, '--format', 'csv', '--mapping', mapping])
    expect([code, stderr]).toEqual([2, expect.stringContaining('/event/id')])
  })
})
