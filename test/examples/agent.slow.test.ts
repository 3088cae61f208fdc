/** The file of an agent in examples/, released on the registry that it names, as docs/composer.md says. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { objects, runHere } from '../cli/support.ts'

const data = mkdtempSync(join(tmpdir(), 'headwater-agent-'))
afterAll(() => rmSync(data, { recursive: true, force: true }))

const example = (name: string) => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url))
const agent = example('agent.yaml')
const cli = (...argv: string[]) => runHere([...argv, '--data', data])

it('is released with every command of docs/composer.md, once', async () => {
  await cli('init')
  expect((await cli('ingest', example('open-models/registry.ndjson'))).code).toBe(0)
  const looked = await cli('release', agent, '--dry-run', '--json')
  expect(objects(looked.stdout)).toMatchObject([
    {
      ...{ releasable: true, faults: [], promised: '0.32', results: null },
      call: {
        amount: '0.05',
        currency: 'USDC',
        priced: true,
        fee: { payee: 'marketplace', amount: '0.001' },
      },
    },
  ])
  const asked = await cli('release', agent, '--dry-run', '--amount', '1', '--currency', 'USDC')
  expect(asked.stdout).toContain('Of a call of 1 USDC:')
  const released = await cli('release', agent)
  expect(released).toMatchObject({ code: 0, stderr: '' })
  expect(released.stdout).toContain('agent:harbour/claims-desk 1.0.0 is released, with 3 events.')
  const again = await cli('release', agent)
  expect([again.code, again.stdout]).toEqual([1, expect.stringContaining('version.exists')])
})

it('is the one that docs/composer.md shows', () => {
  const page = readFileSync(new URL('../../docs/composer.md', import.meta.url), 'utf8')
  const shown = /```yaml\n([\s\S]*?)```/.exec(page)![1]!
  expect(readFileSync(agent, 'utf8')).toContain(shown)
})
