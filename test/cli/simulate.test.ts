import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fakeSimulation } from '../support/fakeHeadwater.ts'
import { type FakeServer, fakeServer, objects, runHere } from './support.ts'

let server: FakeServer
beforeAll(async () => {
  server = await fakeServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const file = join(mkdtempSync(join(tmpdir(), 'headwater-simulate-')), 'advance.ndjson')
writeFileSync(file, '{"id":"advance"}\n')
const simulate = (...argv: string[]) => runHere(['simulate', ...argv, '--url', server.url])

describe('simulate', () => {
  test('sends the events, and prints what differs as text', async () => {
    const { code, stdout, stderr } = await simulate('--with', file, '--until', '2026-02-01T00:00:00Z')
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('Epoch 4, until 2026-02-01T00:00:00Z, with 1 more event. Nothing is recorded.')
    expect(stdout).toContain(`The root of eip155:8453 becomes 0x${'1'.repeat(64)} instead of none.`)
    expect(stdout).toMatch(/ann +USDC +earned +1 +3 +2\n/)
    const { text, options } = server.fake.ingested.at(-1)!
    expect(text).toBe('{"id":"advance"}\n')
    expect(options).toMatchObject({ origin: 'advance.ndjson', until: '2026-02-01T00:00:00Z' })
  })

  test('prints every line as an object with --json', async () => {
    const { code, stdout } = await simulate('--with', file, '--from', '2', '--json')
    expect(code).toBe(0)
    expect(objects(stdout)).toEqual(fakeSimulation)
    expect(server.fake.ingested.at(-1)!.options).toMatchObject({ from: 2 })
  })

  test('a file that is not there is named, and what reads it does not stop with a trace', async () => {
    // A folder takes its time to open, so the failure of a file that is opened before would find no listener.
    const data = mkdtempSync(join(tmpdir(), 'headwater-simulate-'))
    expect((await runHere(['init', '--data', data])).code).toBe(0)
    const { code, stdout, stderr } = await runHere(['simulate', '--with', `${file}.missing`, '--data', data])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^input\.unreadable: .*advance\.ndjson\.missing can't be read/)
  })

  test('has exit code 1 where an event is refused', async () => {
    writeFileSync(file, '{"id":"bad"}\n')
    const { code, stdout } = await simulate('--with', file)
    expect(code).toBe(1)
    expect(stdout).toContain('with 0 more events, 1 refused.')
  })

  test('makes no ledger where there is none', async () => {
    const data = join(mkdtempSync(join(tmpdir(), 'headwater-simulate-')), 'mistyped')
    const { code, stderr } = await runHere(['simulate', '--with', file, '--data', data])
    expect([code, stderr]).toEqual([2, expect.stringContaining('data.missing')])
    expect(existsSync(data)).toBe(false)
  })

  test('needs events, and a file that is there', async () => {
    expect((await simulate()).stderr).toContain('--with')
    const missing = await simulate('--with', '/no/such/file')
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('input.unreadable')])
    const folder = await simulate('--with', tmpdir())
    expect([folder.code, folder.stderr]).toEqual([2, expect.stringContaining('input.unreadable')])
  })
})
