/** `tree --format cw20|jito|saber`: a file with every proof, and the events that book what it pays. */
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyProof } from '../../src/merkle/index.ts'
import { type FakeServer, fakeServer, objects, runHere } from './support.ts'

let server: FakeServer
beforeAll(async () => {
  server = await fakeServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const cli = (...argv: string[]) => runHere(['tree', '1', ...argv, '--url', server.url])
const juno = ['--chain', 'cosmos:juno-1', '--currency', 'USDC']
const solana = ['--chain', 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp', '--currency', 'USDC']

interface File {
  readonly root: string
  readonly total: string
  readonly leaves: readonly { index: number; account: string; amount: string; proof: string[] }[]
}

test('cw20: accounts that are shared have one leaf, and those of no chain are left out by name', async () => {
  const payments = join(mkdtempSync(join(tmpdir(), 'headwater-cli-')), 'paid.ndjson')
  const { stdout, stderr, code } = await cli('--format', 'cw20', ...juno, '--payments', payments)
  expect(code).toBe(0)
  expect(stderr).toContain('"dan"')
  const [file] = objects(stdout) as unknown as [File]
  expect(file).toMatchObject({ format: 'cw20', chain: 'cosmos:juno-1', currency: 'USDC', epoch: 1, count: 2 })
  expect([file.total, file.leaves.map(({ amount }) => amount)]).toEqual(['10433', ['100', '10333']])
  expect(file.root).toMatch(/^[0-9a-f]{64}$/)
  for (const { proof, amount, ...leaf } of file.leaves) {
    const nodes = proof.map((node) => `0x${node}`)
    expect(verifyProof(`0x${file.root}`, { ...leaf, amount: BigInt(amount) }, nodes, 'cw20')).toBe(true)
  }
  const booked = objects(readFileSync(payments, 'utf8'))
  expect(booked).toMatchObject([
    {
      source: 'tree:cosmos:juno-1/USDC',
      id: 'paid/1/ann',
      type: 'io.headwater.payment.recorded',
      data: { payee: 'ann', currency: 'USDC', amount: '0.0001', reference: `cw20 ${file.root}` },
    },
    { id: 'paid/1/bob', data: { payee: 'bob', amount: '0.01' } },
    {
      id: 'withheld/1/bob',
      type: 'io.headwater.transfer.recorded',
      data: { from: 'bob', to: 'tax', amount: '0.002' },
    },
    { id: 'paid/1/cat', data: { amount: '0.000333' } },
  ])
  const again = await cli('--format', 'cw20', ...juno, '--payments', payments)
  expect([again.stdout, objects(readFileSync(payments, 'utf8'))]).toEqual([stdout, booked])
})

test.each(['jito', 'saber'] as const)('%s: every proof of the file leads to its root', async (format) => {
  const { stdout } = await cli('--format', format, ...solana)
  const [file] = objects(stdout) as unknown as [File]
  expect(file.leaves).toHaveLength(2)
  for (const { proof, amount, ...leaf } of file.leaves)
    expect(verifyProof(file.root, { ...leaf, amount: BigInt(amount) }, proof, format)).toBe(true)
})

test.each([
  [['--format', 'cw20', ...solana], 'cosmos'],
  [['--format', 'jito', ...juno], 'solana'],
  [['--format', 'cw20', '--chain', 'cosmos:juno-1'], '--currency'],
  [['--currency', 'USDC'], '--format'],
  [['--format', 'openzeppelin', '--payments', 'x'], '--payments'],
  [['--format', 'jito', ...solana, '--prefix', 'juno'], '--prefix'],
])('%j is refused', async (argv, said) => {
  const { code, stderr, stdout } = await cli(...argv)
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain(said)
})

test('accounts of another prefix are left out where the prefix of the chain is named', async () => {
  const { stderr, code } = await cli('--format', 'cw20', ...juno, '--prefix', 'juno')
  expect(code).not.toBe(0)
  expect(stderr).toContain('Nothing in USDC is available')
})
