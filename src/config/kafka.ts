/** Brokers, topics, and how to connect to the brokers. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { type Faults, listOf, type Settings, type ValuesOf, wholeNumber } from './setting.ts'

const topicName = /^[A-Za-z0-9._-]{1,249}$/

export const kafkaSettings = {
  brokers: {
    name: 'HEADWATER_KAFKA_BROKERS',
    schema: listOf(/^[^\s,/]+:[0-9]{1,5}$/, 'HOST:PORT'),
    description:
      'Kafka brokers to contact first, as HOST:PORT, separated by commas. `worker` and `lag` read from them, `serve` sends events to them.',
    option: '--brokers',
  },
  topics: {
    name: 'HEADWATER_KAFKA_TOPICS',
    schema: listOf(topicName, 'the name of a topic'),
    description: 'Topics that `worker` takes in, separated by commas.',
    option: '--topics',
  },
  group: {
    name: 'HEADWATER_KAFKA_GROUP',
    schema: z.string().min(1).max(255),
    default: 'headwater',
    description: 'Consumer group of the workers.',
    option: '--group',
  },
  deadLetterTopic: {
    name: 'HEADWATER_KAFKA_DEAD_LETTER_TOPIC',
    schema: z.string().regex(topicName, 'must be the name of a topic'),
    default: 'headwater.dead-letter',
    description:
      'Topic that gets a copy of refused events, beside the refused list. Created if it is missing.',
    option: '--dead-letter',
  },
  callsTopic: {
    name: 'HEADWATER_KAFKA_CALLS_TOPIC',
    schema: z.string().regex(topicName, 'must be the name of a topic'),
    default: 'calls',
    description: 'Topic that a server sends calls to. Created if it is missing.',
  },
  callsPartitions: {
    name: 'HEADWATER_KAFKA_CALLS_PARTITIONS',
    schema: wholeNumber(1, 10_000),
    default: '8',
    description:
      'Number of partitions of that topic if the server creates it. An existing topic keeps its number.',
  },
  registryTopic: {
    name: 'HEADWATER_KAFKA_REGISTRY_TOPIC',
    schema: z.string().regex(topicName, 'must be the name of a topic'),
    default: 'registry',
    description:
      'Topic that a server sends registry events to. It has one partition. Created if it is missing.',
  },
  identities: {
    name: 'HEADWATER_KAFKA_IDENTITIES',
    schema: z.enum(['all', 'own']),
    default: 'all',
    description:
      'Which identities a worker knows: `all` that any process recorded, or those that its `own` partitions recorded. With `own` a close finds what partitions have in common.',
    option: '--identities',
  },
  sessionSeconds: {
    name: 'HEADWATER_KAFKA_SESSION_SECONDS',
    schema: wholeNumber(1, 1_800),
    default: '10',
    description: 'A worker may be silent this long before the group gives its partitions to others.',
  },
  stallSeconds: {
    name: 'HEADWATER_KAFKA_STALL_SECONDS',
    schema: wholeNumber(1, 86_400),
    default: '60',
    description:
      'If a partition has lag and makes no progress for this long, its worker starts the consumer again.',
  },
  tls: {
    name: 'HEADWATER_KAFKA_TLS',
    schema: z.enum(['true', 'false']).transform((text) => text === 'true'),
    default: 'false',
    description: 'Whether to connect to brokers over TLS.',
  },
  tlsCaFile: {
    name: 'HEADWATER_KAFKA_TLS_CA_FILE',
    schema: z.string().min(1),
    description:
      'File with the certificate authorities of the brokers, as PEM. Without it: the authorities that Node knows.',
  },
  saslMechanism: {
    name: 'HEADWATER_KAFKA_SASL_MECHANISM',
    schema: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']),
    description: 'How to log in to the brokers: plain, scram-sha-256 or scram-sha-512. Without it: no login.',
  },
  saslUsername: {
    name: 'HEADWATER_KAFKA_SASL_USERNAME',
    schema: z.string().min(1).max(256),
    description: 'User for that login.',
  },
  saslPassword: {
    name: 'HEADWATER_KAFKA_SASL_PASSWORD',
    schema: z.string().min(1).max(1_024),
    description: 'Password of that user.',
    secret: true,
  },
} as const satisfies Settings

/** Joins the settings of TLS, and those of SASL. `ca` is the text of the file. */
export function readKafka(values: ValuesOf<typeof kafkaSettings>, faults: Faults) {
  const {
    brokers = [],
    topics = [],
    tls,
    tlsCaFile,
    saslMechanism,
    saslUsername,
    saslPassword,
    ...rest
  } = values
  let ca: string | undefined
  if (tlsCaFile !== undefined) {
    if (!tls) faults.push('HEADWATER_KAFKA_TLS_CA_FILE: needs HEADWATER_KAFKA_TLS=true')
    try {
      ca = readFileSync(tlsCaFile, 'utf8')
    } catch (error) {
      faults.push(`HEADWATER_KAFKA_TLS_CA_FILE: ${(error as Error).message}`)
    }
  }
  const parts = [saslMechanism, saslUsername, saslPassword]
  if (parts.some((part) => part !== undefined) && parts.includes(undefined)) {
    faults.push(
      'HEADWATER_KAFKA_SASL_MECHANISM, HEADWATER_KAFKA_SASL_USERNAME and HEADWATER_KAFKA_SASL_PASSWORD: set all three or none',
    )
  }
  const sasl =
    saslMechanism && saslUsername && saslPassword
      ? { mechanism: saslMechanism, username: saslUsername, password: saslPassword }
      : undefined
  const security = { tls: tls ? { ...(ca !== undefined && { ca }) } : undefined, sasl }
  return { ...rest, brokers, topics, security }
}
