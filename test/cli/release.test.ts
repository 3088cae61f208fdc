import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FakeServer, fakeServer, objects, runHere } from './support.ts'

let server: FakeServer
beforeAll(async () => {
  server = await fakeServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const file = join(mkdtempSync(join(tmpdir(), 'headwater-release-')), 'agent.yaml')
writeFileSync(file, 'asset: agent:acme/helper\nversion: 1\n')

const release = (...argv: string[]) => runHere(['release', ...argv, '--url', server.url])

describe('release', () => {
  it('sends the file as it is, with the call that is asked for, and then its events', async () => {
    const { code, stdout, stderr } = await release(file, '--amount', '1', '--currency', 'USDC')
    expect(stderr).toBe('')
    expect(code).toBe(0)
    expect(server.fake.asked.at(-1)).toMatchObject({
      compose: {
        file: 'asset: agent:acme/helper\nversion: 1\n',
        options: { call: { amount: '1', currency: 'USDC' }, allowed: { registry: true } },
      },
    })
    expect(objects(server.fake.submitted.at(-1)!.text)).toMatchObject([{ id: 'r1', source: 'composer' }])
    expect(stdout).toContain('agent:acme/helper 1 is released, with one event.')
    expect(stdout).toMatch(/model:acme\/base@1 +lab +composedOf +relative +0\.2 +0\.2/)
    expect(stdout).toContain('All together they take 0.2 of what it receives.')
  })

  it('sends nothing in a dry run', async () => {
    const sent = server.fake.submitted.length
    const { code, stdout } = await release(file, '--dry-run')
    expect([code, server.fake.submitted.length]).toEqual([0, sent])
    expect(stdout).toContain('can be released, with one event. Nothing is recorded.')
  })

  it('prints one object for machines, with the results', async () => {
    const { stdout } = await release(file, '--json')
    expect(objects(stdout)).toMatchObject([{ releasable: true, results: [{ status: 'accepted' }] }])
    expect(objects((await release(file, '--dry-run', '--json')).stdout)).toMatchObject([{ results: null }])
  })

  it('refuses a file that is not there', async () => {
    const missing = await release('/no/such/agent.yaml')
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('input.unreadable')])
  })

  it('with --simulate asks for the calls of an asset and releases nothing', async () => {
    const sent = server.fake.submitted.length
    const flags = ['--simulate', 'agent:acme/old', '--since', '2026-01-01', '--price', 'rate']
    const { code, stdout } = await release(file, ...flags)
    expect([code, server.fake.submitted.length]).toEqual([0, sent])
    expect(server.fake.asked.at(-1)).toMatchObject({
      simulateRelease: {
        file: 'asset: agent:acme/helper\nversion: 1\n',
        options: { of: 'agent:acme/old', since: '2026-01-01T00:00:00Z', price: 'rate' },
      },
    })
    expect(stdout).toContain('With the 3 calls of agent:acme/old from 2026-01-01T00:00:00Z')
    expect(stdout).toMatch(/lab +USDC +2 +2/)
    expect(stdout).toContain('3 more payees')
    expect(stdout).toMatch(/agent:acme\/helper@1 +USDC +2 +2 +2 +2 +2 +2/)
  })

  it('with --simulate prints the figures that the console shows as one object', async () => {
    const { stdout } = await release(file, '--simulate', 'agent:acme/old', '--json')
    expect(objects(stdout)).toMatchObject([
      { of: 'agent:acme/old', calls: 3, payees: [{ payee: 'lab', difference: { earned: '2' } }] },
    ])
  })

  it.each([
    ['--simulate', 'agent:acme/old', '--amount', '1'],
    ['--simulate', 'agent:acme/old', '--price', 'guess'],
    ['--since', '2026-01-01'],
  ])('refuses %s %s %s %s', async (...flags) => {
    const { code, stderr } = await release(file, ...flags.filter((flag) => flag !== undefined))
    expect([code, stderr]).toEqual([2, expect.stringContaining('usage.invalid')])
  })
})
