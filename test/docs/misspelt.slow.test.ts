/** docs/operations.md says how money under a misspelt asset reaches the right one. Its commands are run here as written. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { objects, runHere } from '../cli/support.ts'

const page = readFileSync('docs/operations.md', 'utf8')
const section = page.split('\n## ').find((part) => part.startsWith('Money under a misspelt asset'))!
const block = (language: string) =>
  [...section.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map((match) => match[1]!)
const commands = block('sh').join('').trim().split('\n')

const folder = mkdtempSync(join(tmpdir(), 'headwater-misspelt-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const event = (type: string, data: object, time = '2026-10-01T00:00:00Z') => ({
  specversion: '1.0',
  source: 'test',
  id: `${type} ${JSON.stringify(data)} ${time}`,
  time,
  type: `io.headwater.${type}`,
  data,
})

/** The right asset has two holders, a source, and a fee that changes. */
const registry = [
  event('currency.registered', { currency: 'EUR', decimals: 2 }),
  event('fee.set', { share: '0.05', payee: 'house', effectiveFrom: '2026-10-01T00:00:00Z' }),
  event('fee.set', { share: '0.1', payee: 'house', effectiveFrom: '2026-10-20T00:00:00Z' }),
  event('asset.registered', { asset: 'dataset:north/web', owner: 'crawlers' }),
  event('version.released', { asset: 'dataset:north/web', version: '1' }),
  event('asset.registered', { asset: 'model:north/chat', owner: 'org:north' }),
  event('version.released', {
    asset: 'model:north/chat',
    version: '1.0',
    holders: [
      { payee: 'org:north', share: '0.7' },
      { payee: 'ann', share: '0.3' },
    ],
    derivedFrom: [{ asset: 'dataset:north/web', relation: 'trainedOn', policy: 'relative', share: '0.25' }],
  }),
]

function calls(misspelt: string) {
  return [
    ['model:north/chat', '2026-10-05T12:00:00Z', '10'],
    [misspelt, '2026-10-06T12:00:00Z', '60.5'],
    [misspelt, '2026-10-25T12:00:00Z', '16.5'],
    ['model:north/chat', '2026-10-26T12:00:00Z', '3.25'],
  ].map(([asset, time, amount]) => event('call.metered', { asset, amount, currency: 'EUR' }, time))
}

async function run(data: string, command: string): Promise<string> {
  const words = command.replace(/^headwater /, '').split(' ')
  // Standard error has progress on a busy machine, and what is wrong where the code is not 0.
  const { code, stdout, stderr } = await runHere([...words, '--data', data, '--json'])
  expect(code, `${command}: ${stderr}`).toBe(0)
  return stdout
}

/** A ledger that has closed October. */
async function october(name: string, misspelt: string): Promise<string> {
  const data = join(folder, name)
  const file = join(folder, `${name}.ndjson`)
  writeFileSync(file, [...registry, ...calls(misspelt)].map((each) => JSON.stringify(each)).join('\n'))
  for (const command of ['headwater init', `headwater ingest ${file}`, 'headwater close --until 2026-11-01'])
    await run(data, command)
  return data
}

async function balances(data: string): Promise<unknown> {
  return objects(await run(data, 'headwater balances')).map((line) => {
    const { payee, balance } = line as { payee: string; balance: string }
    return [payee, balance]
  })
}

test('the commands of the page bring the money to the payees of the right asset, to the last unit', async () => {
  const expected = await balances(await october('right', 'model:north/chat'))
  expect(expected).toHaveLength(4)
  const data = await october('misspelt', 'model:north/chatt')
  expect(await balances(data)).not.toEqual(expected)
  const file = join(folder, 'misspelt.ndjson')
  writeFileSync(file, block('json')[0]!)
  const printed: string[] = []
  for (const command of commands) printed.push(await run(data, command.replace('misspelt.ndjson', file)))
  const [before, , after, close] = printed
  expect(commands.map((command) => command.split(' ')[1])).toEqual([
    'suspense',
    'ingest',
    'suspense',
    'close',
  ])
  expect(objects(before!)).toMatchObject([
    { asset: 'model:north/chatt', calls: 2, amount: '77', waits: 'asset', near: ['model:north/chat'] },
  ])
  expect(after).toBe('')
  expect(objects(close!)).toMatchObject([{ counts: { settled: 2, late: 2, suspense: 0 } }])
  expect(await balances(data)).toEqual(expected)
  expect(objects(await run(data, 'headwater verify')).every((report) => (report as { ok: boolean }).ok)).toBe(
    true,
  )
})
