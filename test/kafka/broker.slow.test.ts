/** The support of the tests that are about bad networks: the proxy, and a broker behind it. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Kafka, logLevel } from 'kafkajs'
import { describe, expect, test } from 'vitest'
import { hasKafka, startBroker } from '../../tools/kafka/broker.ts'
import { patienceMs } from '../support/patience.ts'
import { startTcpProxy, type TcpProxy } from '../support/tcpProxy.ts'

describe('the proxy', () => {
  /** A server that says everything back, behind a proxy, and a client of it. */
  async function echo(work: (proxy: TcpProxy, client: Socket, heard: () => string) => Promise<void>) {
    const server = createServer((socket) => void socket.on('error', () => {}).pipe(socket))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as { port: number }
    await using proxy = await startTcpProxy({ target: `127.0.0.1:${port}` })
    const client = connect(proxy.port, '127.0.0.1')
    let text = ''
    client.on('data', (piece) => {
      text += piece
    })
    client.on('error', () => {})
    await once(client, 'connect')
    try {
      await work(proxy, client, () => text)
    } finally {
      client.destroy()
      server.close()
    }
  }

  test('passes what is sent, holds it while stalled, and goes on in order', () =>
    echo(async (proxy, client, heard) => {
      client.write('a')
      await expect.poll(heard).toBe('a')
      proxy.mode('stall')
      client.write('b')
      await sleep(100)
      client.write('c')
      await sleep(100)
      expect(heard()).toBe('a')
      proxy.mode('pass', { latencyMs: 5 })
      client.write('d')
      await expect.poll(heard).toBe('abcd')
    }))

  test('cuts with a reset, refuses while cut, and heals', () =>
    echo(async (proxy, client) => {
      const reset = new Promise((resolve) => client.on('close', resolve))
      proxy.mode('cut')
      await reset
      const refused = connect(proxy.port, '127.0.0.1')
      await new Promise((resolve) => refused.on('error', () => {}).on('close', resolve))
      proxy.mode('pass')
      const again = connect(proxy.port, '127.0.0.1')
      again.write('x')
      expect(String((await once(again, 'data'))[0])).toBe('x')
      again.destroy()
    }))
})

describe.skipIf(!hasKafka())('a broker', () => {
  test('is met through each of its proxies, and never past them', async () => {
    await using broker = await startBroker({ proxies: 2 })
    const topics = async (address: string) => {
      const options = { retry: { retries: 0 }, connectionTimeout: patienceMs, logLevel: logLevel.NOTHING }
      const admin = new Kafka({ brokers: [address], ...options }).admin()
      await admin.connect()
      return admin.listTopics().finally(() => admin.disconnect())
    }
    const [one, other] = broker.proxies
    await expect(topics(one!.address)).resolves.toEqual([])
    one!.mode('cut')
    await expect(topics(one!.address)).rejects.toThrow()
    await expect(topics(other!.address)).resolves.toEqual([])
    await expect(topics(broker.address)).resolves.toEqual([])
    await broker.restart()
    one!.mode('pass')
    await expect(topics(one!.address)).resolves.toEqual([])
  })
})
