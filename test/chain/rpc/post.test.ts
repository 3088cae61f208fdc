import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { readLogs } from '../../../src/chain/rpc/answers.ts'
import { post } from '../../../src/chain/rpc/post.ts'
import { patienceMs } from '../../support/patience.ts'

test('sends the user and password of an endpoint as a header', async () => {
  const asked: (string | undefined)[] = []
  const server = createServer((request, answer) => {
    asked.push(request.headers.authorization)
    answer.end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const { port } = server.address() as AddressInfo
    const options = { timeoutMs: patienceMs, bytesMax: 1_000 }
    expect(await post(`http://me:s%20e@127.0.0.1:${port}/path`, '{}', options)).toBe('{}')
    await post(`http://127.0.0.1:${port}/path`, '{}', options)
    expect(asked).toEqual([`Basic ${btoa('me:s e')}`, undefined])
  } finally {
    server.close()
  }
})

test('takes no log whose data or address is no hex', () => {
  const word = `0x${'0'.repeat(64)}`
  const log = {
    ...{ address: `0x${'a'.repeat(40)}`, topics: [word], data: word, blockHash: word, transactionHash: word },
    ...{ blockNumber: '0x1', logIndex: '0x0', transactionIndex: '0x0' },
  }
  expect(readLogs([log], 'a block')).toHaveLength(1)
  for (const wrong of [{ data: `0x${'z'.repeat(64)}` }, { data: '0x0' }, { address: `0x${'z'.repeat(40)}` }])
    expect(() => readLogs([{ ...log, ...wrong }], 'a block')).toThrow('malformed')
})
