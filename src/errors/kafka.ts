/** Brokers and topics. */
import type { Advices } from './advice.ts'

export const kafkaErrors = {
  'kafka.unreachable': {
    retry: true,
    fix: 'Check that the brokers run, that `--brokers` names them as HOST:PORT, and that they advertise addresses that this machine reaches.',
  },
  'kafka.denied': {
    retry: true,
    fix: 'Check HEADWATER_KAFKA_SASL_MECHANISM, _USERNAME and _PASSWORD, and what the brokers allow this user: reading the topics and the group, and writing the dead-letter topic.',
  },
  'kafka.topicUnknown': {
    retry: true,
    fix: 'Create the topic, or check its spelling in `--topics` or the setting that names it.',
  },
  'kafka.checkpointOutside': {
    retry: false,
    fix: 'The topic was made anew, or its retention removed messages before they were taken in. Restore them, or take the events in from another copy and read under a topic of another name.',
  },
  'kafka.registryPartitions': {
    retry: false,
    fix: 'Make the topic anew with one partition, or name another in HEADWATER_KAFKA_REGISTRY_TOPIC.',
  },
  'kafka.unacknowledged': {
    retry: true,
    fix: 'Send the same again: nothing counts twice. Where that goes on, check that the brokers run and that enough replicas are in sync.',
  },
  'kafka.eventTooLarge': {
    retry: false,
    fix: 'Raise `max.message.bytes` of the topic above 1 MiB, or leave out what the table of docs/events.md does not name.',
  },
  'kafka.stalled': {
    retry: true,
    fix: 'The consumer is started anew by itself; where it goes on, look at the brokers and at the log before it.',
  },
} as const satisfies Advices
