import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FakeServer, fakeServer, objects, runHere } from './support.ts'

let server: FakeServer
beforeAll(async () => {
  server = await fakeServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const cli = (...argv: string[]) => runHere([...argv, '--url', server.url])

describe('close', () => {
  test('a dry run prints the preview and closes nothing', async () => {
    const before = server.fake.closed.length
    const { stdout, code } = await cli('close', '--dry-run', '--until', '2026-05-01T00:00:00Z', '--json')
    const [preview] = objects(stdout) as [{ confirm: string }]
    expect(preview).toMatchObject({ payments: { total: 2 }, suspense: { total: 1 } })
    // All lines, where a machine reads them.
    expect(server.fake.previewed.at(-1)).toEqual({ until: '2026-05-01T00:00:00Z', limit: 1_000_000 })
    const shown = (await cli('close', '--dry-run')).stdout
    expect(shown).toContain(`headwater close --confirm ${preview.confirm}\n`)
    expect(shown).toMatch(/ann +3 +-1 +USDC .* another account than last time/)
    expect(shown).toContain('… and 1 more payments: --json lists all')
    expect(server.fake.previewed.at(-1)).toEqual({ limit: 20 })
    const flag = ['--tree-format', 'eip155:1=merkl']
    expect((await cli('close', '--dry-run', ...flag)).stdout).toContain(
      `headwater close --confirm ${preview.confirm} --tree-format eip155:1=merkl\n`,
    )
    expect(server.fake.previewed.at(-1)).toEqual({ limit: 20, treeFormats: { 'eip155:1': 'merkl' } })
    expect([code, server.fake.closed.length]).toEqual([0, before])
  })

  test('a close passes on its options, under a key of its own each time', async () => {
    const close = async () => {
      const formats = ['--tree-format', 'eip155:1=merkl', '--tree-format', 'eip155:10=uniswap']
      await cli('close', '--confirm', 'x_1_y', '--epoch', '5', '--ahead', '--yes', ...formats)
      return server.fake.closeOptions.at(-1)!
    }
    const [first, second] = [await close(), await close()]
    const treeFormats = { 'eip155:1': 'merkl', 'eip155:10': 'uniswap' }
    expect(first).toMatchObject({ confirm: 'x_1_y', epoch: 5, ahead: true, treeFormats })
    expect(first.key).toMatch(/^[0-9a-f]{32}$/)
    expect(second.key).not.toBe(first.key)
    expect(await cli('close', '--epoch', '0')).toMatchObject({ code: 2 })
    expect(await cli('close', '--tree-format', 'merkl')).toMatchObject({ code: 2 })
  })
})
