import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type * as chainsFile from '../../src/config/chainsFile.ts'
import { readChains } from '../../src/config/chainsFile.ts'

const folder = mkdtempSync(join(tmpdir(), 'headwater-chains-'))
let files = 0

function read(text: string, environment: Record<string, string> = {}): Promise<chainsFile.Chains> {
  const file = join(folder, `chains-${++files}.yaml`)
  writeFileSync(file, text)
  return readChains({ file, folder }, environment)
}

describe('the chains file', () => {
  it('takes keys from the environment, and has defaults', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the file's own notation
    const text = 'chains: { "eip155:8453": { endpoints: ["https://a.example/${KEY}"], poll: 500ms } }'
    const { evm } = await read(text, { KEY: 'k1' })
    expect(evm.get('eip155:8453')).toMatchObject({
      endpoints: ['https://a.example/k1'],
      finality: { tag: 'finalized' },
      proof: 'receipts',
      poll: 500,
      timeout: 30_000,
    })
  })

  it('is chains.yaml of the data folder where no file is named', async () => {
    writeFileSync(join(folder, 'chains.yaml'), 'chains: {}')
    expect((await readChains({ folder }, {})).evm.size).toBe(0)
    await expect(readChains({ folder: join(folder, 'none') }, {})).rejects.toThrow('There is no chains file')
  })

  it('keeps addresses in lower case', async () => {
    const { evm } = await read(
      'chains: { "eip155:1": { endpoints: ["http://a"], registry: { address: "0xAAAAAAAAAAaaaaaaaaaaAAAAAAAAAAaaaaaaaaaa", from: 1 } } }',
    )
    expect(evm.get('eip155:1')?.registry?.address).toBe(`0x${'a'.repeat(40)}`)
  })

  it('has the Cosmos chain of the page as it is written there', async () => {
    const page = readFileSync('docs/chain.md', 'utf8')
    const section = page.slice(page.indexOf('## Cosmos'))
    const example = /```yaml\n([\s\S]*?)```/.exec(section)![1]!.replaceAll('…', '')
    expect((await read(example)).cosmos.get('cosmos:juno-1')).toMatchObject({
      poll: 2_000,
      transfers: [{ receiver: 'juno1', memo: 'headwater', asset: 'tool:lab/all' }],
      events: [
        {
          rules: [
            { data: { owner: { attribute: 'owner', optional: false }, metadataUri: { optional: true } } },
          ],
        },
      ],
    })
  })

  it.each([
    ['chains: { "cosmos:juno-1": { endpoints: ["http://a"] } }', /chains\.cosmos:juno-1\.endpoints/],
    ['chains: { "eip155:1": { endpoints: [] } }', /chains\.eip155:1\.endpoints/],
    ['chains: { "eip155:1": { endpoints: ["http://a"], proof: peers } }', /peers needs two endpoints/],
    ['chains: { "eip155:01": { endpoints: ["http://a"] } }', /chains\.eip155:01/],
    ['chains: { "eip155:1": { endpoints: ["http://a"], pol: 1s } }', /pol/],
    ['chains: [', /line 1 is not YAML/],
    [
      `chains: { "eip155:1": { endpoints: ["http://a"], registry: { address: "0x${'a'.repeat(40)}", from: 1 }, payments: [{ address: "0x${'A'.repeat(40)}", mode: proven, from: 1 }] } }`,
      /chains\.eip155:1: watched 0xa{40} is there twice/,
    ],
    [
      `chains: { "eip155:1": { endpoints: ["http://a"], distributors: [${`{ address: "0x${'a'.repeat(40)}", from: 1 },`.repeat(2)}] } }`,
      /distributors: 0xa{40} is there twice/,
    ],
    [
      `chains: { "cosmos:a": { endpoints: ["http://a", "http://b"], transfers: [${'{ receiver: a, from: 1, currencies: {} },'.repeat(2)}] } }`,
      /watched a is there twice/,
    ],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the file's own notation
    ['chains: { "eip155:1": { endpoints: ["http://${NOT_THERE}"] } }', /lacks NOT_THERE/],
  ])('refuses %s', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message)
  })

  it('quotes no endpoint, which may hold a key', async () => {
    for (const text of [
      'chains: { "eip155:1": { endpoints: ["ftp://user:geheim@a"] } }',
      'chains: { "eip155:1": { endpoints: ["https://a/geheim" } }',
      'chains: { "eip155:1": { endpoints: "https://a/geheim" } }',
    ]) {
      const { message } = await read(text).then(
        () => expect.fail('it was read'),
        (error: Error) => error,
      )
      expect(message).not.toContain('geheim')
    }
  })
})
