import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runCli } from '../support/process.ts'

const folder = mkdtempSync(join(tmpdir(), 'headwater-client-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** In the child process: each import of the client is reported on standard error and fails. */
const hooks = `import { registerHooks } from 'node:module'
registerHooks({
  resolve(specifier, context, next) {
    if (!specifier.startsWith('@kurrent/')) return next(specifier, context)
    console.error('asked for ' + specifier)
    throw new Error('Cannot find package ' + specifier)
  },
})`
const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hooks)}` }

describe("KurrentDB's client, which has a licence of its own", () => {
  it('is not loaded where the events are in the folder', async () => {
    const demo = await runCli(['demo', '--data', join(folder, 'demo')], { env })
    expect([demo.code, demo.stderr]).toEqual([0, expect.not.stringContaining('@kurrent')])
    const doctor = await runCli(['doctor', '--data', join(folder, 'demo')], { env })
    expect([doctor.code, doctor.stderr]).toEqual([0, expect.not.stringContaining('@kurrent')])
  })

  it('is reported as missing where it is needed', async () => {
    const url = 'kurrentdb://127.0.0.1:2113?tls=false'
    const argv = ['init', '--data', join(folder, 'none'), '--eventstore', url, '--json']
    const { code, stderr } = await runCli(argv, { env })
    expect(stderr).toContain('asked for @kurrent/kurrentdb-client')
    expect(stderr).toContain('"code":"eventstore.clientMissing"')
    expect(code).toBe(2)
  })
})
