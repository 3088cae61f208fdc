import type { Config } from '../config.ts'
import { fail } from '../errors.ts'

/**
 * The topics to read, once brokers are named too. Both settings may be absent for other processes.
 * @throws HeadwaterError `usage.invalid`
 */
export function requireTopics({ brokers, topics }: Config['kafka']): readonly string[] {
  if (brokers.length === 0) fail('usage.invalid', 'Name the brokers: `--brokers HOST:PORT,…`.')
  if (topics.length === 0) fail('usage.invalid', 'Name the topics: `--topics T,…`.')
  return topics
}
