/** The whole process with real commands, as a user runs them in a shell. */
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bobsAccount, linesOf, registryEvents, wholeInput } from '../support/events.ts'
import { finish, firstLine, runCli, startCli } from '../support/process.ts'
import { objects } from './support.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'headwater-processes-'))
})
afterAll(() => rm(root, { recursive: true }))

describe('the whole process', () => {
  const data = () => join(root, 'books')
  const cli = (...argv: string[]) => runCli([...argv, '--data', data(), '--json'])

  test('goes from a file to a root that verifies', async () => {
    const input = join(root, 'input.ndjson')
    writeFileSync(input, wholeInput)
    const ingested = await cli('ingest', input)
    expect(ingested.code).toBe(0)
    expect(objects(ingested.stdout)).toMatchObject([{ accepted: 13, suspended: 1, rejectedCount: 2 }])

    const closed = await cli('close', '--until', '2026-02-01T00:00:00Z')
    const [epoch] = objects(closed.stdout) as [{ trees: { root: string }[]; warnings?: unknown }]
    expect(epoch).toMatchObject({ epoch: 1, counts: { settled: 3, suspense: 1 }, trees: [{ leaves: 1 }] })
    // Only the answer of a close has warnings.
    const { warnings: _, ...recorded } = epoch
    expect(objects((await cli('epochs')).stdout)).toEqual([recorded])

    const trees = objects((await cli('tree', '1')).stdout)
    expect(trees).toMatchObject([{ root: epoch.trees[0]!.root, leaves: [{ account: bobsAccount }] }])
    expect(objects((await cli('proof', bobsAccount)).stdout)).toMatchObject([
      { proofs: [{ root: epoch.trees[0]!.root }] },
    ])
    const statements = objects((await cli('statements', '--epoch', '1')).stdout)
    expect(statements).toContainEqual(
      expect.objectContaining({ payee: 'bob', currency: 'USDC', paid: '1.393333' }),
    )
    expect(await cli('verify')).toMatchObject({ code: 0 })
  })

  test('takes in standard input, and the same events once', async () => {
    const again = await runCli(['ingest', '-', '--data', data(), '--json'], { input: wholeInput })
    expect(objects(again.stdout)).toMatchObject([{ accepted: 0, duplicate: 13 }])
  })

  test('of a file that ends within a line all lines before count, the last is refused, and the whole file fixes it', async () => {
    const lines = linesOf([
      { ...registryEvents[3], id: 'cut-1', data: { asset: 'model:acme/cut', owner: 'ann' } },
    ])
    const cut = lines + lines.replace('cut-1', 'cut-2').replace('acme/cut', 'acme/cut-2').slice(0, 60)
    const first = await runCli(['ingest', '-', '--data', data(), '--json'], { input: cut })
    expect(objects(first.stdout)).toMatchObject([
      { accepted: 1, rejected: [{ line: 2, code: 'line.notJson' }] },
    ])
    const whole = lines + lines.replace('cut-1', 'cut-2').replace('acme/cut', 'acme/cut-2')
    const second = await runCli(['ingest', '-', '--data', data(), '--json'], { input: whole })
    expect(objects(second.stdout)).toMatchObject([{ accepted: 1, duplicate: 1 }])
  })

  test('a reader that closes the output early is not a fault', async () => {
    for (const argv of [
      ['statements', '--epoch', '1', '--data', data(), '--json'],
      ['worker', '--help'],
    ]) {
      const child = startCli(argv)
      child.stdout!.destroy()
      const { code, stderr } = await finish(child)
      expect([code, stderr]).toEqual([0, ''])
    }
  })

  test('doctor finds nothing wrong with it', async () => {
    const { code, stdout } = await cli('doctor')
    expect(objects(stdout)).toMatchObject([{ ok: true }])
    expect(code).toBe(0)
  })
})

describe('a folder with a fault', () => {
  test('reading does not create one, init does', async () => {
    const data = join(root, 'made')
    expect(await runCli(['epochs', '--data', data])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('headwater init'),
    })
    expect(existsSync(data)).toBe(false)
    expect(objects((await runCli(['init', '--data', data, '--json'])).stdout)).toEqual([{ data }])
    expect(await runCli(['epochs', '--data', data])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('No epoch'),
    })
  })

  test('other files are not touched', async () => {
    const data = join(root, 'foreign')
    mkdirSync(data)
    writeFileSync(join(data, 'thesis.txt'), 'x')
    const { code, stderr } = await runCli(['ingest', '-', '--data', data], { input: wholeInput })
    expect([code, stderr.split(':')[0]]).toEqual([2, 'data.foreign'])
  })

  test('a newer format is refused, and doctor reports it', async () => {
    const data = join(root, 'newer')
    mkdirSync(data)
    writeFileSync(join(data, 'headwater.json'), '{"format":99}\n')
    expect((await runCli(['epochs', '--data', data])).stderr).toMatch(/^data\.newer: .* format 99/)
    const doctor = await runCli(['doctor', '--data', data])
    expect(doctor).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/fail {2}data folder: .* format 99/),
    })
  })

  test('doctor reports missing rows of recorded batches', async () => {
    const data = join(root, 'rowless')
    cpSync(join(root, 'books'), data, { recursive: true })
    expect((await runCli(['doctor', '--data', data])).code).toBe(0)
    rmSync(join(data, 'usage'), { recursive: true })
    const doctor = await runCli(['doctor', '--data', data])
    expect(doctor.code).toBe(1)
    expect(doctor.stdout).toMatch(
      /fail {2}log, calls and books: Batch 0 of partition local recorded 4 rows, and 0 are there/,
    )
  })

  test('doctor reports faults of the configuration with all other checks', async () => {
    const doctor = await runCli(['doctor', '--data', join(root, 'books')], {
      env: { HEADWATER_PORT: 'x', HEADWATER_LOG_LEVEL: 'loud' },
    })
    expect(doctor.code).toBe(1)
    expect(doctor.stdout).toMatch(/fail {2}configuration: .*HEADWATER_PORT.*HEADWATER_LOG_LEVEL/)
    expect(doctor.stdout).toMatch(/ok {4}node/)
  })
})

describe('while a server has the folder open', () => {
  test('other commands say which process has it, and how to work through that one', async () => {
    const data = join(root, 'held')
    const server = startCli(['serve', '--port', '0', '--data', data, '--json'])
    const ended = finish(server)
    const { url, pid } = JSON.parse(await firstLine(server)) as { url: string; pid: number }

    const refused = await runCli(['ingest', '-', '--data', data, '--json'], { input: wholeInput })
    expect(refused.code).toBe(2)
    expect(JSON.parse(refused.stderr).error).toMatchObject({
      code: 'data.held',
      message: expect.stringContaining(`process ${pid} (headwater serve)`),
      data: { pid, url },
    })
    expect(refused.stderr).toContain(`--url ${url}`)

    const through = (...argv: string[]) => runCli([...argv, '--url', url, '--json'], { input: wholeInput })
    expect(objects((await through('ingest', '-')).stdout)).toMatchObject([{ accepted: 13 }])
    expect((await through('close', '--until', '2026-02-01T00:00:00Z')).code).toBe(0)
    const remote = await Promise.all(
      [
        ['epochs'],
        ['tree', '1'],
        ['statement', 'bob'],
        ['explain', 'c/2'],
        ['lineage', 'model:acme/chat'],
      ].map((argv) => through(...argv)),
    )
    expect(await runCli(['doctor', '--data', data])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`--url ${url}`),
    })

    server.kill('SIGTERM')
    expect(await ended).toMatchObject({ code: 0 })
    const local = (...argv: string[]) => runCli([...argv, '--data', data, '--json'])
    expect(remote.map(({ stdout }) => stdout)).toEqual([
      (await local('epochs')).stdout,
      (await local('tree', '1')).stdout,
      (await local('statement', 'bob')).stdout,
      (await local('explain', 'c/2')).stdout,
      (await local('lineage', 'model:acme/chat')).stdout,
    ])
  })

  test('a killed server leaves the folder free and loses nothing that it acknowledged', async () => {
    const data = join(root, 'killed')
    const server = startCli(['serve', '--port', '0', '--data', data, '--json'])
    const ended = finish(server)
    const { url } = JSON.parse(await firstLine(server)) as { url: string }
    await runCli(['ingest', '-', '--url', url], { input: wholeInput })
    server.kill('SIGKILL')
    await ended
    const again = await runCli(['ingest', '-', '--data', data, '--json'], { input: wholeInput })
    expect(objects(again.stdout)).toMatchObject([{ accepted: 0, duplicate: 13 }])
  })
})
