/** The demo on a chain, whole. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { objects, runHere } from './support.ts'

it('settles its last epoch on a local node, and sees three payees claim', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-demo-'))
  try {
    const { code, stdout } = await runHere(['demo', '--chain', '--json', '--data', folder])
    expect(code).toBe(0)
    const [{ verified, chain }] = objects(stdout) as [
      { verified: boolean; chain: { claims: { before: string; after: string }[]; statement: unknown[] } },
    ]
    expect(verified).toBe(true)
    expect(chain).toMatchObject({ published: { stage: 'pending' }, activated: { stage: 'active' } })
    expect(chain.claims.map(({ before }) => before)).toEqual(['0', '0', '0'])
    expect(chain.claims.map(({ after }) => after)).toEqual(['44395279', '32588737', '8147184'])
    expect(chain.statement).toMatchObject([{ published: '8.147184', claimable: '0', claimed: '8.147184' }])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
