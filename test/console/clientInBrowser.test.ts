/** The client as a web page gets it: small, and with nothing of Node. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { connect, HeadwaterError } from '../../src/client/browser.ts'
import { fakeServer } from '../cli/support.ts'
import { fakeEpoch } from '../support/fakeHeadwater.ts'

test('a bundle of the client for browsers imports nothing of Node and is below 12 kB compressed', async () => {
  const { outputFiles, metafile } = await build({
    stdin: { contents: "export { connect } from './src/client/browser.ts'", resolveDir: process.cwd() },
    bundle: true,
    format: 'esm',
    minify: true,
    platform: 'browser',
    external: ['node:*'],
    write: false,
    metafile: true,
    logLevel: 'silent',
  })
  expect(Object.values(metafile.outputs).flatMap(({ imports }) => imports)).toEqual([])
  expect(outputFiles).toHaveLength(1)
  expect(gzipSync(outputFiles[0]!.contents).length).toBeLessThan(12_000)
})

test('package.json, the build of the console and its types agree on the files of the client and of merkle', () => {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8'))
  expect(exports['./client'].browser.default).toBe('./dist/client/browser.js')
  expect(exports['./merkle'].default).toBe('./dist/merkle/index.js')
  const { paths } = JSON.parse(readFileSync('console/tsconfig.json', 'utf8')).compilerOptions
  expect(paths).toEqual({
    'headwater/client': ['../src/client/browser.ts'],
    'headwater/merkle': ['../src/merkle/index.ts'],
  })
  const vite = readFileSync('console/vite.config.ts', 'utf8')
  for (const [path] of Object.values(paths) as string[][]) expect(vite).toContain(path)
})

test('answers, streams in lines and failures are as those of the client for Node', async () => {
  await using server = await fakeServer()
  const headwater = connect({ url: `${server.url}/` })
  expect(await headwater.epoch(2)).toEqual(fakeEpoch(2))
  const epochs = []
  for await (const epoch of headwater.epochs()) epochs.push(epoch.epoch)
  expect(epochs).toEqual([1, 2, 3])
  let lines = 0
  for await (const line of headwater.statements(1)) lines += line.payee === '' ? 0 : 1
  expect(lines).toBeGreaterThan(0)
  const error = await headwater.epoch(77).catch((fault: unknown) => fault)
  expect(error).toBeInstanceOf(HeadwaterError)
  expect(error).toMatchObject({ code: 'epoch.unknown' })
})

test('an id that a browser would read as a way up is refused before anything is sent', async () => {
  await using server = await fakeServer()
  const headwater = connect({ url: server.url })
  for (const id of ['.', '..'])
    await expect(headwater.balances(id)).rejects.toMatchObject({ code: 'request.malformed' })
  expect((await headwater.balances('...')).payee).toBe('...')
})

test('a server that is gone is unreachable, and a stream that breaks off is no end', async () => {
  await expect(connect({ url: 'http://127.0.0.1:1' }).health()).rejects.toMatchObject({
    code: 'server.unreachable',
  })
  const breaking = createServer((_request, answer) => {
    answer.write('{"half":')
    setTimeout(() => answer.destroy(), 20)
  })
  await new Promise<void>((resolve) => breaking.listen(0, '127.0.0.1', resolve))
  const { port } = breaking.address() as AddressInfo
  const lines = connect({ url: `http://127.0.0.1:${port}` }).statements(1)
  await expect(lines[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'server.unreachable' })
  breaking.close()
})
