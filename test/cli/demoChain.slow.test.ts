/** The demo on a chain, whole. */
import { spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { finish } from '../support/process.ts'
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

/** A copy of the sources beside every package but those of Foundry. */
async function withoutNode(folder: string): Promise<string> {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const packages = join(folder, 'node_modules')
  await mkdir(packages)
  for (const name of await readdir(join(root, 'node_modules')))
    if (name !== '@foundry-rs') await symlink(join(root, 'node_modules', name), join(packages, name))
  for (const name of ['src', 'examples', 'package.json'])
    await cp(join(root, name), join(folder, name), { recursive: true })
  return join(folder, 'src', 'main.ts')
}

it('says what to install where no node is, before it does anything', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-demo-'))
  try {
    const start = `import(${JSON.stringify(await withoutNode(folder))}).then((cli) => cli.main(process.argv.slice(1)))`
    const argv = ['-e', start, '--', 'demo', '--chain', '--data', join(folder, 'data')]
    const { code, stdout, stderr } = await finish(spawn(process.execPath, argv, { stdio: 'pipe' }))
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('npm install --save-dev @foundry-rs/anvil')
    expect(await readdir(folder)).not.toContain('data')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
