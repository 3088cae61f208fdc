/** Brokers that are met over TLS and with a log-in. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Partitioners } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withAdmin } from '../../../src/kafka/client/admin.ts'
import { abandon, createKafka, type KafkaSecurity } from '../../../src/kafka/client/createKafka.ts'
import { type Broker, hasKafka, startBroker } from '../../../tools/kafka/broker.ts'
import { createTopics } from '../../../tools/kafka/topics.ts'
import { linesOf, registryEvents } from '../../support/events.ts'
import { runCli } from '../../support/process.ts'

describe.skipIf(!hasKafka())('a broker behind TLS and a log-in', () => {
  let broker: Broker
  const logged: string[] = []
  beforeAll(async () => {
    broker = await startBroker({ secure: true })
    await createTopics(broker.kafka, [{ topic: 'registry', numPartitions: 1 }])
  })
  afterAll(async () => broker?.stop())

  async function topics(address: string, security: Partial<KafkaSecurity>): Promise<string[]> {
    const log = { info: () => {}, warn: (facts: object) => void logged.push(JSON.stringify(facts)) }
    const kafka = createKafka({
      brokers: [address],
      security: { tls: undefined, sasl: undefined, ...security },
      log,
    })
    try {
      return await withAdmin(kafka, (admin) => admin.listTopics())
    } finally {
      abandon(kafka)
    }
  }

  test.each(['plain', 'scram-sha-256', 'scram-sha-512'] as const)(
    'takes us by %s, and not with a wrong password',
    async (mechanism) => {
      const { tlsAddress, plainAddress, caFile, username, password } = broker.secure!
      const sasl = { mechanism, username, password }
      const tls = { ca: readFileSync(caFile, 'utf8') }
      expect(await topics(plainAddress, { sasl })).toContain('registry')
      expect(await topics(tlsAddress, { sasl, tls })).toContain('registry')
      const wrong = topics(tlsAddress, { sasl: { ...sasl, password: 'wrong-secret' }, tls })
      await expect(wrong).rejects.toMatchObject({
        code: 'kafka.denied',
        message: expect.not.stringContaining('wrong-secret'),
      })
      expect(logged.join()).not.toMatch(/wrong-secret|worker-secret/)
    },
  )

  test('is not trusted where its authority is unknown, and does not talk in plain text', async () => {
    const { tlsAddress, username, password } = broker.secure!
    const sasl = { mechanism: 'plain', username, password } as const
    await expect(topics(tlsAddress, { sasl, tls: {} })).rejects.toMatchObject({ code: 'kafka.unreachable' })
    await expect(topics(tlsAddress, { sasl })).rejects.toMatchObject({ code: 'kafka.unreachable' })
  })

  test('is read by a worker that has it all from the environment', async () => {
    const { tlsAddress, caFile, username, password } = broker.secure!
    const producer = broker.kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner })
    await producer.connect()
    await producer.send({ topic: 'registry', messages: [{ value: linesOf(registryEvents), headers }] })
    await producer.disconnect()
    const folder = mkdtempSync(join(tmpdir(), 'headwater-secure-'))
    const env = {
      HEADWATER_KAFKA_BROKERS: tlsAddress,
      HEADWATER_KAFKA_TOPICS: 'registry',
      HEADWATER_KAFKA_TLS: 'true',
      HEADWATER_KAFKA_TLS_CA_FILE: caFile,
      HEADWATER_KAFKA_SASL_MECHANISM: 'scram-sha-512',
      HEADWATER_KAFKA_SASL_USERNAME: username,
      HEADWATER_KAFKA_SASL_PASSWORD: password,
    }
    try {
      const worker = ['worker', '--data', folder, '--json', '--until-caught-up']
      const { code, stdout, stderr } = await runCli(worker, { env })
      expect(code, stderr).toBe(0)
      expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toMatchObject({ accepted: registryEvents.length })
      expect(stdout + stderr).not.toContain(password)
      expect(stderr).not.toContain('TimeoutNegativeWarning')
      const lag = await runCli(['lag', '--data', folder, '--json'], { env })
      expect(JSON.parse(lag.stdout)).toMatchObject({ topic: 'registry', lag: 0, from: 'log' })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

const headers = { 'content-type': 'application/x-ndjson' }
