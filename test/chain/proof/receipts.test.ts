/** Receipts as nodes of several chains answer them, and the root over each, beside the trie of the reference. */
import { createMPT } from '@ethereumjs/mpt'
import { RLP } from '@ethereumjs/rlp'
import { describe, expect, it } from 'vitest'
import { hex } from '../../../src/base/hex.ts'
import { bloomOf } from '../../../src/chain/proof/bloom.ts'
import { receiptsRoot, stateSyncHash } from '../../../src/chain/proof/receipts.ts'
import type { RawBlock, RawLog, RawReceipt } from '../../../src/chain/rpc/answers.ts'
import { provenLogs } from '../../../src/chain/source/prove.ts'

const word = (digits: string) => `0x${digits.repeat(32)}`
const blockHash = word('b1')
const bytes = (text: string) => Buffer.from(text.slice(2), 'hex')

function logOf(transactionIndex: number, logIndex: number): RawLog {
  return {
    address: `0x${'c0'.repeat(20)}`,
    topics: [word('dd'), word(`0${transactionIndex}`)],
    data: `0x${'07'.repeat(64)}`,
    blockHash,
    blockNumber: '0x10',
    transactionHash: word(`a${transactionIndex}`),
    transactionIndex: `0x${transactionIndex.toString(16)}`,
    logIndex: `0x${logIndex.toString(16)}`,
    removed: false,
  }
}

/** @param more fields that nodes of the chain add */
function receiptOf(index: number, type: string | undefined, more: object = {}): RawReceipt {
  const logs = index % 2 === 0 ? [logOf(index, index / 2)] : []
  return {
    ...(type !== undefined && { type }),
    status: index === 3 ? '0x0' : '0x1',
    cumulativeGasUsed: `0x${(21_000 * (index + 1)).toString(16)}`,
    logsBloom: `0x${bloomOf(logs).toString('hex')}`,
    logs,
    blockHash,
    transactionHash: word(`a${index}`),
    transactionIndex: `0x${index.toString(16)}`,
    from: `0x${'11'.repeat(20)}`,
    to: null,
    ...more,
  }
}

/** The four fields of every receipt, by the library. */
function fieldsOf({ status, cumulativeGasUsed, logsBloom, logs }: RawReceipt) {
  return [
    status === '0x1' ? Uint8Array.of(1) : new Uint8Array(),
    BigInt(cumulativeGasUsed),
    bytes(logsBloom),
    logs.map(({ address, topics, data }) => [bytes(address), topics.map(bytes), bytes(data)]),
  ]
}
const typed = (type: number, items: readonly unknown[]) =>
  Buffer.concat([Uint8Array.of(type), RLP.encode(items as never)])

async function referenceRoot(values: readonly Uint8Array[]): Promise<string> {
  const trie = await createMPT()
  for (const [i, value] of values.entries()) await trie.put(RLP.encode(i), value)
  return `0x${hex(trie.root())}`
}

const blockOf = (receipts: readonly RawReceipt[], receiptsRoot: string): RawBlock => ({
  number: '0x10',
  hash: blockHash,
  parentHash: word('b0'),
  timestamp: '0x1',
  logsBloom: `0x${bloomOf(receipts.flatMap(({ logs }) => logs)).toString('hex')}`,
  receiptsRoot,
  transactions: receipts.map(({ transactionHash }) => transactionHash),
})

interface Kind {
  readonly name: string
  readonly type?: number
  /** What nodes answer beside the fields of every receipt. */
  readonly more?: object
  /** Behind the four fields. */
  readonly items?: readonly bigint[]
  readonly plain?: boolean
}

const kinds: readonly Kind[] = [
  { name: 'an old one, without a type', plain: true },
  { name: 'a legacy transaction', type: 0, plain: true },
  { name: 'an access list (EIP-2930)', type: 1 },
  { name: 'a dynamic fee (EIP-1559)', type: 2, more: { effectiveGasPrice: '0x3b9aca07' } },
  { name: 'blobs (EIP-4844)', type: 3, more: { blobGasUsed: '0x20000', blobGasPrice: '0x1' } },
  { name: 'a delegation (EIP-7702)', type: 4, more: { effectiveGasPrice: '0x1' } },
  {
    name: 'a deposit of OP before Regolith',
    type: 0x7e,
    more: { depositNonce: null, depositReceiptVersion: null },
  },
  { name: 'a deposit of OP before Canyon', type: 0x7e, more: { depositNonce: '0x1f' } },
  {
    name: 'a deposit of OP',
    type: 0x7e,
    more: { depositNonce: '0x12d4f', depositReceiptVersion: '0x1', l1Fee: '0x0' },
    items: [77_135n, 1n],
  },
  {
    name: 'the first deposit of an account of OP',
    type: 0x7e,
    more: { depositNonce: '0x0', depositReceiptVersion: '0x1' },
    items: [0n, 1n],
  },
  ...[0x64, 0x65, 0x66, 0x68, 0x69, 0x6a].map((type) => ({
    ...{ name: `Arbitrum 0x${type.toString(16)}`, type },
    more: { gasUsedForL1: '0x0', l1BlockNumber: '0x14b1e2' },
  })),
  { name: 'Arbitrum before Nitro', type: 0x78, plain: true, more: { l1BlockNumber: '0xd5e4b4' } },
  { name: "Polygon's state sync since Madhugiri", type: 0x7f },
]

describe('the root over receipts', () => {
  it.each(kinds)('of $name is that of the reference, and proves the logs', async (kind) => {
    const { type, more, items = [], plain = false } = kind
    const hexType = type === undefined ? undefined : `0x${type.toString(16)}`
    const receipts = [
      receiptOf(0, '0x2'),
      receiptOf(1, hexType, more),
      receiptOf(2, hexType, more),
      receiptOf(3, '0x0'),
    ]
    const values = receipts.map((receipt, i) => {
      const fields = fieldsOf(receipt)
      if (i === 0) return typed(2, fields)
      if (i === 3) return RLP.encode(fields as never)
      return plain ? RLP.encode(fields as never) : typed(type!, [...fields, ...items])
    })
    const root = await referenceRoot(values)
    expect(receiptsRoot(receipts)).toBe(root)
    expect(provenLogs('receipts', blockOf(receipts, root), receipts)).toHaveLength(2)
    const without = receipts.map((receipt, i) => (i === 2 ? { ...receipt, logs: [] } : receipt))
    expect(() => provenLogs('receipts', blockOf(receipts, root), without)).toThrow(/root/)
  })

  it('of a transaction of an unknown kind is not guessed: the message names what can be set', () => {
    expect(() => receiptsRoot([receiptOf(0, '0x71')])).toThrow(
      /type 0x71.*not known; set `proof: bloom` or `proof: peers`/,
    )
  })
})

describe("Polygon's state sync before Madhugiri", () => {
  const block = { ...blockOf([receiptOf(0, '0x2'), receiptOf(1, '0x2')], '') }
  const synced = stateSyncHash(block)
  const log = { ...logOf(2, 1), transactionHash: synced }
  const receipts = [
    receiptOf(0, '0x2'),
    receiptOf(1, '0x2'),
    { ...receiptOf(2, '0x0'), transactionHash: synced, cumulativeGasUsed: '0x0', logs: [log] },
  ]

  it('has a hash of its own', () => {
    // Block 1 of a chain whose hash is zero.
    expect(stateSyncHash({ number: '0x1', hash: word('00') })).toMatch(/^0x[0-9a-f]{64}$/)
    expect(stateSyncHash({ number: '0x1', hash: word('00') })).not.toBe(
      stateSyncHash({ number: '0x2', hash: word('00') }),
    )
  })

  it.each([
    ['as nodes list it among the transactions', [...block.transactions, synced]],
    ['as others do not', block.transactions],
  ])('is in no root, and its logs are not read: %s', async (_, transactions) => {
    const root = await referenceRoot(receipts.slice(0, 2).map((receipt) => typed(2, fieldsOf(receipt))))
    const header = { ...block, transactions, receiptsRoot: root }
    expect(provenLogs('receipts', header, receipts)).toHaveLength(1)
    expect(
      provenLogs(
        'bloom',
        header,
        receipts.flatMap(({ logs }) => logs),
      ),
    ).toHaveLength(1)
  })

  it('hides nothing: a transaction under another hash is missed', async () => {
    const root = await referenceRoot(receipts.slice(0, 2).map((receipt) => typed(2, fieldsOf(receipt))))
    const other = receipts.map((receipt, i) =>
      i === 2 ? { ...receipt, transactionHash: word('ee') } : receipt,
    )
    const header = {
      ...block,
      receiptsRoot: root,
      transactions: other.map(({ transactionHash }) => transactionHash),
    }
    expect(() => provenLogs('receipts', header, other)).toThrow(/root/)
  })
})
