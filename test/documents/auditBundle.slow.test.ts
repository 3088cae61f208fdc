/** The auditor's bundle of the demo's second epoch, as an outsider uses it: its files, its signature, its page. */
import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBrowser } from '../support/browser.ts'
import { builtVerifier } from '../support/builtVerifier.ts'
import { columnsDigestOf, type PlainCall } from '../support/digestReference.ts'
import { finish, firstLine, runCli, startCli } from '../support/process.ts'
import { unzip } from '../support/unzip.ts'

const folder = mkdtempSync(join(tmpdir(), 'headwater-bundle-'))
const at = (name: string) => join(folder, name)
const env = { ...process.env, HEADWATER_SIGNING_KEY_FILE: at('signing.pem') }
const bundle = (to: string, ...flags: string[]) => ['audit-bundle', '2', '--to', at(to), ...flags]
const local = ['--data', at('data')]
const key = generateKeyPairSync('ed25519')

let files: Map<string, Buffer>

const jsonOf = (path: string) => JSON.parse(files.get(path)!.toString())
const linesOf = (path: string) =>
  files
    .get(path)!
    .toString()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

beforeAll(async () => {
  await builtVerifier()
  writeFileSync(at('signing.pem'), key.privateKey.export({ format: 'pem', type: 'pkcs8' }))
  const demo = await runCli(['demo', '--json', ...local], { env })
  expect(demo.code, demo.stderr).toBe(0)
  const written = await runCli(bundle('2.zip', '--json', ...local), { env })
  expect(written.code, written.stderr).toBe(0)
  files = unzip(readFileSync(at('2.zip')))
  expect(JSON.parse(written.stdout)).toEqual({
    epoch: 2,
    file: at('2.zip'),
    bytes: readFileSync(at('2.zip')).length,
  })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe("the auditor's bundle", () => {
  it('lists every file with its hash, and the list is signed', () => {
    const listed = jsonOf('bundle.json').files as { path: string; bytes: number; sha256: string }[]
    expect(listed.map(({ path }) => path)).toEqual(
      [...files.keys()].filter((path) => !path.startsWith('bundle.')),
    )
    for (const { path, bytes, sha256: hash } of listed)
      expect([path, files.get(path)!.length, sha256(files.get(path)!)]).toEqual([path, bytes, hash])
    const { publicKey, signature } = jsonOf('bundle.signature.json')
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey, 'hex').toString('base64url') }
    const isSigned = (list: Buffer) =>
      verify(
        null,
        Buffer.from(`headwater audit-bundle ${sha256(list)}`),
        createPublicKey({ key: jwk, format: 'jwk' }),
        Buffer.from(signature, 'hex'),
      )
    expect(key.publicKey.export({ format: 'jwk' }).x).toBe(jwk.x)
    const list = files.get('bundle.json')!
    expect(isSigned(list)).toBe(true)
    const changed = Buffer.from(list)
    changed[changed.length - 10]! ^= 1
    expect(isSigned(changed)).toBe(false)
  })

  it('has the manifest with its hash and signature, and the epoch as `epochs` prints it', async () => {
    const hash = sha256(files.get('manifest.json')!)
    expect(files.get('manifest.sha256')!.toString()).toBe(`${hash}  manifest.json\n`)
    const printed = await runCli(['epochs', '2', '--json', ...local])
    expect(jsonOf('epoch.json')).toEqual(JSON.parse(printed.stdout))
    expect(jsonOf('manifest.signature.json')).toEqual(jsonOf('epoch.json').signature)
    expect(linesOf('events.ndjson')).toHaveLength(jsonOf('manifest.json').log.registryRevision + 1)
  })

  it('has rows from which a reader who shares no code computes the digests of batches and the revenue', () => {
    const rows = linesOf('rows.ndjson')
    const batches = linesOf('batches.ndjson')
    expect(batches.length).toBeGreaterThan(0)
    for (const { revision, kinds } of batches) {
      const calls = rows
        .filter((row) => row.revision === revision)
        .map((row) => ({ ...row, amount: BigInt(row.amount) }) as PlainCall)
      expect(calls).toHaveLength(kinds.call.rows)
      expect(columnsDigestOf(calls)).toBe(kinds.call.digest)
    }
    const manifest = jsonOf('manifest.json')
    const settled = rows.filter(({ state }) => state === 'settled')
    expect(settled).toHaveLength(manifest.counts.settled)
    for (const { currency, decimals, gross } of manifest.totals) {
      const sum = settled
        .filter((row) => row.currency === currency)
        .reduce((total, row) => total + BigInt(row.amount), 0n)
      const [whole, fraction = ''] = (gross as string).split('.')
      expect(sum).toBe(BigInt(whole + fraction.padEnd(decimals + 12, '0')))
    }
  })

  it('is the same to the byte in another time zone and through a server, and is never written over', async () => {
    const again = await runCli(bundle('again.zip', ...local), { env: { ...env, TZ: 'Asia/Kolkata' } })
    expect(again.code, again.stderr).toBe(0)
    const child = startCli(['serve', '--port', '0', '--json', ...local], { env })
    const ended = finish(child)
    const { url } = JSON.parse(await firstLine(child))
    const served = await runCli(bundle('served.zip', '--url', url))
    const unknown = await runCli(['audit-bundle', '9', '--to', at('9.zip'), '--url', url])
    const over = await runCli(bundle('2.zip', '--url', url))
    child.kill('SIGTERM')
    await ended
    expect(served.code, served.stderr).toBe(0)
    const first = readFileSync(at('2.zip'))
    for (const other of ['again.zip', 'served.zip'])
      expect(readFileSync(at(other)).equals(first), other).toBe(true)
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('epoch.unknown')])
    expect([over.code, over.stderr]).toEqual([2, expect.stringContaining('bundle.fileExists')])
  })
})

describe('the page of the bundle, opened from the disk,', () => {
  let browser: BrowserContext | undefined
  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(() => browser?.close())

  async function opened(within: BrowserContext) {
    for (const [path, bytes] of files) {
      mkdirSync(dirname(at(`open/${path}`)), { recursive: true })
      writeFileSync(at(`open/${path}`), bytes)
    }
    const page = await within.newPage()
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
    page.on('request', (request) => request.url().startsWith('file:') || faults.push(request.url()))
    return { page, faults, address: pathToFileURL(at('open/verify.html')).href }
  }

  /** A copy of a file with one byte changed, under its own name. */
  function changed(path: string, place: (text: string) => number): string {
    const bytes = Buffer.from(files.get(path)!)
    bytes[place(bytes.toString('latin1'))]! ^= 1
    const file = at(`changed/${path.split('/').at(-1)}`)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, bytes)
    return file
  }

  it.for(['the browser', 'the page, where the browser lacks Ed25519'])(
    'says yes to signatures with the published key, and no where a byte or the key differs: by %s',
    async (by, context) => {
      if (browser === undefined) return context.skip()
      const { page, faults, address } = await opened(browser)
      if (by !== 'the browser')
        await page.addInitScript(() => {
          crypto.subtle.importKey = () => Promise.reject(new DOMException('', 'NotSupportedError'))
        })
      await page.goto(address)
      const published = Buffer.from(key.publicKey.export({ format: 'jwk' }).x!, 'base64url').toString('hex')
      const says = (text: string) => page.locator('#signature-result').filter({ hasText: text }).waitFor()
      const give = (id: string, ...paths: string[]) => page.locator(id).setInputFiles(paths)
      const own = (name: string) => at(`open/${name}`)
      const signed = ['manifest.signature.json', 'bundle.json', 'bundle.signature.json'].map(own)

      await give('#signatures', ...signed)
      await says('give manifest.json too')
      await give('#manifest', own('manifest.json'))
      await says(`Compare the key with the one that the operator has published`)
      await says(`public key ${published}`)
      await page.locator('#key').fill(`${published.slice(0, -1)}${published.endsWith('0') ? '1' : '0'}`)
      await says('NO: manifest.json is signed with another key')
      await page.locator('#key').fill(published)
      await says('YES: manifest.json is signed with the published key')
      await says('YES: bundle.json is signed with the published key')
      expect(await page.locator('#signature-result').getAttribute('class')).toBe('yes')

      const inDigits = (name: string) => (text: string) =>
        text.indexOf('"', text.indexOf(name) + name.length + 1) + 5
      for (const [id, path, place] of [
        ['#manifest', 'manifest.json', inDigits('"balances"')],
        ['#signatures', 'manifest.signature.json', inDigits('"signature"')],
        ['#signatures', 'bundle.json', inDigits('"sha256"')],
        ['#signatures', 'bundle.signature.json', inDigits('"signature"')],
      ] as const) {
        await give(id, changed(path, place))
        await says('NO: ')
        await give(id, own(path))
        await says('YES: ')
        expect(await page.locator('#signature-result').getAttribute('class')).toBe('yes')
      }

      const rows = page.locator('#files-result')
      await give('#files', own('rows.ndjson'), own('epoch.json'))
      await rows.filter({ hasText: 'YES: 2 of the' }).waitFor()
      await give(
        '#files',
        changed('rows.ndjson', () => 100),
        own('epoch.json'),
      )
      await rows.filter({ hasText: 'NO: changed since the list: rows.ndjson' }).waitFor()
      expect(faults).toEqual([])
      await page.close()
    },
  )

  it('says yes to the manifest and a true proof, and no where one digit differs', async (context) => {
    if (browser === undefined) return context.skip()
    const { page, faults, address } = await opened(browser)
    await page.goto(address)

    await page.locator('#manifest').setInputFiles(at('open/manifest.json'))
    const hash = sha256(files.get('manifest.json')!)
    await page.locator('#expected').fill(hash)
    const [ofManifest, ofProof] = [page.locator('#manifest-result'), page.locator('#proof-result')]
    await ofManifest.filter({ hasText: 'YES' }).waitFor()
    await page.locator('#expected').fill(`0${hash.slice(1)}`.replace(hash, `1${hash.slice(1)}`))
    await ofManifest.filter({ hasText: 'NO' }).waitFor()

    const path = [...files.keys()].find((name) => name.startsWith('proofs/'))!
    const leaf = linesOf(path).at(-1)
    await page.locator('#proofs').setInputFiles(at(`open/${path}`))
    await page.locator('#account').fill(leaf.account)
    await page.locator('#find').click()
    await ofProof.filter({ hasText: 'Choose a leaf' }).waitFor()
    await page.locator('#verify').click()
    await ofProof.filter({ hasText: 'YES' }).waitFor()
    expect(await ofProof.textContent()).toContain(`root computed here   ${leaf.root}`)

    const more = { ...leaf, cumulative: `${BigInt(leaf.cumulative) + 1n}` }
    for (const changed of [more, { ...leaf, root: `0x${'0'.repeat(64)}` }, { ...leaf, proof: ['<b>'] }]) {
      await page.locator('#line').fill(JSON.stringify(changed))
      await page.locator('#verify').click()
      await ofProof.filter({ hasText: 'NO' }).waitFor()
      await page.locator('#line').fill(JSON.stringify(leaf))
      await page.locator('#verify').click()
      await ofProof.filter({ hasText: 'YES' }).waitFor()
    }
    expect(faults).toEqual([])
    await page.close()
  })
})
