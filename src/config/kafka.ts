/** Brokers, topics, and how the brokers are met. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { type Faults, listOf, type Settings, type ValuesOf, wholeNumber } from './setting.ts'

const topicName = /^[A-Za-z0-9._-]{1,249}$/

export const kafkaSettings = {
  brokers: {
    name: 'HEADWATER_KAFKA_BROKERS',
    form: listOf(/^[^\s,/]+:[0-9]{1,5}$/, 'HOST:PORT'),
    about:
      'Kafka brokers to ask first, as HOST:PORT with commas between them: `worker` and `lag` read there, `serve` sends events there.',
    option: '--brokers',
  },
  topics: {
    name: 'HEADWATER_KAFKA_TOPICS',
    form: listOf(topicName, 'the name of a topic'),
    about: 'Topics that `worker` takes in, with commas between them.',
    option: '--topics',
  },
  group: {
    name: 'HEADWATER_KAFKA_GROUP',
    form: z.string().min(1).max(255),
    default: 'headwater',
    about: 'Consumer group of the workers.',
    option: '--group',
  },
  deadLetterTopic: {
    name: 'HEADWATER_KAFKA_DEAD_LETTER_TOPIC',
    form: z.string().regex(topicName, 'must be the name of a topic'),
    default: 'headwater.dead-letter',
    about: 'Topic that refused events go to, beside the refused list. Made where it is missing.',
    option: '--dead-letter',
  },
  callsTopic: {
    name: 'HEADWATER_KAFKA_CALLS_TOPIC',
    form: z.string().regex(topicName, 'must be the name of a topic'),
    default: 'calls',
    about: 'Topic that a server sends calls to. Made where it is missing.',
  },
  callsPartitions: {
    name: 'HEADWATER_KAFKA_CALLS_PARTITIONS',
    form: wholeNumber(1, 10_000),
    default: '8',
    about: 'Partitions of that topic, where the server makes it; one that is there keeps its own.',
  },
  registryTopic: {
    name: 'HEADWATER_KAFKA_REGISTRY_TOPIC',
    form: z.string().regex(topicName, 'must be the name of a topic'),
    default: 'registry',
    about: 'Topic of one partition that a server sends registry events to. Made where it is missing.',
  },
  sessionSeconds: {
    name: 'HEADWATER_KAFKA_SESSION_SECONDS',
    form: wholeNumber(1, 1_800),
    default: '10',
    about: 'How long a worker may be silent before the group gives its partitions to others.',
  },
  stallSeconds: {
    name: 'HEADWATER_KAFKA_STALL_SECONDS',
    form: wholeNumber(1, 86_400),
    default: '60',
    about: 'A partition that has lag and gets no further for so long makes a worker start its consumer anew.',
  },
  tls: {
    name: 'HEADWATER_KAFKA_TLS',
    form: z.enum(['true', 'false']).transform((text) => text === 'true'),
    default: 'false',
    about: 'Whether brokers are met over TLS.',
  },
  tlsCaFile: {
    name: 'HEADWATER_KAFKA_TLS_CA_FILE',
    form: z.string().min(1),
    about:
      'File with the authorities, as PEM, that may have signed their certificates. None: those that Node knows.',
  },
  saslMechanism: {
    name: 'HEADWATER_KAFKA_SASL_MECHANISM',
    form: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']),
    about: 'How to log in to the brokers: plain, scram-sha-256 or scram-sha-512. None: not at all.',
  },
  saslUsername: {
    name: 'HEADWATER_KAFKA_SASL_USERNAME',
    form: z.string().min(1).max(256),
    about: 'User to log in as.',
  },
  saslPassword: {
    name: 'HEADWATER_KAFKA_SASL_PASSWORD',
    form: z.string().min(1).max(1_024),
    about: 'Password of that user. A secret: there is no option for it.',
  },
} as const satisfies Settings

/** Brings what TLS and SASL need together. `ca` is the text of the file. */
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
    if (!tls) faults.push('HEADWATER_KAFKA_TLS_CA_FILE: is of use with HEADWATER_KAFKA_TLS=true only')
    try {
      ca = readFileSync(tlsCaFile, 'utf8')
    } catch (error) {
      faults.push(`HEADWATER_KAFKA_TLS_CA_FILE: ${(error as Error).message}`)
    }
  }
  const parts = [saslMechanism, saslUsername, saslPassword]
  if (parts.some((part) => part !== undefined) && parts.includes(undefined)) {
    faults.push(
      'HEADWATER_KAFKA_SASL_MECHANISM, HEADWATER_KAFKA_SASL_USERNAME and HEADWATER_KAFKA_SASL_PASSWORD: go together',
    )
  }
  const sasl =
    saslMechanism && saslUsername && saslPassword
      ? { mechanism: saslMechanism, username: saslUsername, password: saslPassword }
      : undefined
  const security = { tls: tls ? { ...(ca !== undefined && { ca }) } : undefined, sasl }
  return { ...rest, brokers, topics, security: Object.freeze(security) }
}
