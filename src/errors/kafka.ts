/** Brokers and topics. */
import type { Advices } from './advice.ts'

export const kafkaErrors = {
  'kafka.unreachable': {
    retry: true,
    fix: 'Check that the brokers run, that `--brokers` names them as HOST:PORT, and that this machine can reach the addresses that they advertise.',
  },
  'kafka.denied': {
    retry: true,
    fix: 'Check HEADWATER_KAFKA_SASL_MECHANISM, _USERNAME and _PASSWORD. Check that the brokers allow this user to read the topics and the group, and to write to the dead-letter topic.',
  },
  'kafka.topicUnknown': {
    retry: true,
    fix: 'Create the topic, or check its spelling in `--topics` or in the setting that names it.',
  },
  'kafka.checkpointOutside': {
    retry: false,
    fix: 'The topic was created again, or its retention removed messages before they were taken in. Restore the messages, or take in the events from another copy, in a topic with another name.',
  },
  'kafka.registryPartitions': {
    retry: false,
    fix: 'Create the topic again with one partition, or give another topic in HEADWATER_KAFKA_REGISTRY_TOPIC.',
  },
  'kafka.unacknowledged': {
    retry: true,
    fix: 'Send the same again; nothing counts twice. If this goes on, check that the brokers run and that enough replicas are in sync.',
  },
  'kafka.eventTooLarge': {
    retry: false,
    fix: 'Raise `max.message.bytes` of the topic above 1 MiB, or leave out fields that docs/events.md does not list.',
  },
  'kafka.stalled': {
    retry: true,
    fix: 'The worker starts its consumer again by itself. If this goes on, check the brokers, and read the log lines before this one.',
  },
} as const satisfies Advices
