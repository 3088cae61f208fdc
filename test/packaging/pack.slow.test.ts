/** The package as strangers get it: packed, installed into an empty folder, run and imported there. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../', import.meta.url))

let folder: string
let files: string[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headwater-pack-'))
  const packed = await run('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: await copyOfSources(),
    maxBuffer: 1 << 26,
  })
  // `prepare` may print above the JSON.
  const parsed = JSON.parse(packed.stdout.slice(packed.stdout.search(/^[[{]/m)))
  const [archive] = Object.values(parsed) as { filename: string; files: { path: string }[] }[]
  files = archive!.files.map((file) => file.path)
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'stranger', private: true, type: 'module' }),
  )
  await run(
    'npm',
    ['install', '--no-audit', '--no-fund', '--prefer-offline', join(folder, archive!.filename)],
    { cwd: folder },
  )
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Packing builds dist/ again, which other tests read meanwhile. */
async function copyOfSources(): Promise<string> {
  const copy = join(folder, 'sources')
  const left = /^(?:node_modules|dist|\.git|contracts\/\.forge|\.headwater.*)(?:\/|$)/
  await cp(root, copy, { recursive: true, filter: (path) => !left.test(path.slice(root.length)) })
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

describe('npm pack', () => {
  it('holds what a user needs and nothing of the workshop', () => {
    for (const path of [
      'bin/headwater.js',
      'dist/main.js',
      'dist/ingest/threads/thread.js',
      'dist/money/index.d.ts',
      'dist/console/index.html',
      'dist/verifier/verify.html',
      'examples/open-models/registry.ndjson',
      'schemas/openapi.json',
      'LICENSE',
      'README.md',
    ]) {
      expect(files).toContain(path)
    }
    expect(files.filter((path) => /^(src|test|bench|scripts|\.ci)\//.test(path))).toEqual([])
  })

  it('runs the demo from an empty folder', async () => {
    const demo = await run(join(folder, 'node_modules/.bin/headwater'), ['demo', '--json'], {
      cwd: folder,
      maxBuffer: 1 << 26,
    })
    expect(JSON.parse(demo.stdout)).toMatchObject({ verified: true, epochs: [{ epoch: 1 }, { epoch: 2 }] })
  })

  it('takes calls in with threads that read', async () => {
    const line = (id: number) =>
      `{"specversion":"1.0","type":"io.headwater.call.metered","source":"/pack","id":"${id}","time":"2026-01-01T00:00:00Z","data":{"asset":"model:a/b"}}`
    // Threads start after 4 MiB; were their file missing, the input would fail.
    const lines = Array.from({ length: 200_000 }, (_, id) => line(id))
    await writeFile(join(folder, 'calls.ndjson'), lines.join('\n'))
    const common = ['--data', 'threads', '--threads', '3', '--json']
    const currency = JSON.stringify({
      specversion: '1.0',
      type: 'io.headwater.currency.registered',
      source: '/pack',
      id: 'usd',
      time: '2026-01-01T00:00:00Z',
      data: { currency: 'USD', decimals: 2 },
    })
    const rate = JSON.stringify({
      specversion: '1.0',
      type: 'io.headwater.asset.registered',
      source: '/pack',
      id: 'asset',
      time: '2026-01-01T00:00:00Z',
      data: { asset: 'model:a/b', owner: 'a' },
    })
    const price = JSON.stringify({
      specversion: '1.0',
      type: 'io.headwater.rate.set',
      source: '/pack',
      id: 'rate',
      time: '2026-01-01T00:00:00Z',
      data: { asset: 'model:a/b', currency: 'USD', effectiveFrom: '2025-01-01T00:00:00Z', perCall: '0.01' },
    })
    await writeFile(join(folder, 'registry.ndjson'), [currency, rate, price].join('\n'))
    const taken = await run(
      join(folder, 'node_modules/.bin/headwater'),
      ['ingest', 'registry.ndjson', 'calls.ndjson', ...common],
      { cwd: folder, maxBuffer: 1 << 26 },
    )
    expect(JSON.parse(taken.stdout)).toMatchObject({ accepted: lines.length + 3, rejectedCount: 0 })
  })

  it('exports the pure core', async () => {
    const script = `
      import { parseAmount, formatAmount } from 'headwater/money'
      import { buildGraph, flow } from 'headwater/attribution'
      import { buildTree, verifyProof } from 'headwater/merkle'
      const leaf = { account: '0x' + '11'.repeat(20), token: '0x' + '22'.repeat(20), cumulative: parseAmount('1.5', 6) / 10n ** 12n }
      const tree = buildTree([leaf])
      console.log(JSON.stringify([formatAmount(parseAmount('1.50', 6), 6), verifyProof(tree.root, leaf, tree.proof(0)), typeof buildGraph, typeof flow]))`
    await writeFile(join(folder, 'core.mjs'), script)
    const { stdout } = await run(process.execPath, ['core.mjs'], { cwd: folder })
    expect(JSON.parse(stdout)).toEqual(['1.5', true, 'function', 'function'])
  })

  it('opens a ledger in a stranger’s process and reads it through a server, as docs/library.md shows, with types', async () => {
    const page = await readFile(join(root, 'docs/library.md'), 'utf8')
    const [ledger, client] = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code!)
    await writeFile(join(folder, 'ledger.ts'), ledger!)
    const opened = await run(process.execPath, ['ledger.ts'], { cwd: folder })
    expect(opened.stdout).toContain('accepted accepted accepted accepted accepted accepted')
    expect(opened.stdout).toContain("gross: '0.004'")
    expect(opened.stdout).toContain('acme 0.003\nlab 0.001')

    const bin = join(folder, 'node_modules/headwater/bin/headwater.js')
    const args = [bin, 'serve', '--data', 'books', '--port', '0', '--json']
    const server = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] })
    try {
      const [line] = (await once(server.stdout, 'data')) as [Buffer]
      const { url } = JSON.parse(line.toString()) as { url: string }
      await writeFile(join(folder, 'client.ts'), client!.replace('http://127.0.0.1:8787', url))
      const asked = await run(process.execPath, ['client.ts'], { cwd: folder })
      expect(asked.stdout).toMatch(/^1 [0-9a-f]{64}\n/)
      expect(asked.stdout).toContain("balance: '0.001'")
    } finally {
      server.kill('SIGTERM')
      await once(server, 'exit')
    }

    const options = ['--strict', '--module', 'nodenext', '--target', 'es2023', '--skipLibCheck', '--noEmit']
    const types = ['--types', 'node', '--typeRoots', join(root, 'node_modules/@types')]
    const checked = await run(
      process.execPath,
      [join(root, 'node_modules/typescript/bin/tsc'), ...options, ...types, 'ledger.ts', 'client.ts'],
      { cwd: folder },
    ).catch((error: { stdout: string }) => error)
    expect(checked.stdout).toBe('')
  })

  it('says in a sentence what an old Node lacks', async () => {
    const check = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })`
    await writeFile(join(folder, 'old.cjs'), check)
    const bin = join(folder, 'node_modules/headwater/bin/headwater.js')
    const failed = await run(process.execPath, ['--require', './old.cjs', bin, '--help'], {
      cwd: folder,
    }).catch((error) => error)
    expect(failed).toMatchObject({ code: 2, stderr: expect.stringContaining('headwater needs Node') })
  })
})
