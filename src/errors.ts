/**
 * Every expected failure by its stable code, from the tables of the areas in src/errors. A test compares docs/errors.md
 * with this table.
 */
import { accessErrors } from './errors/access.ts'
import { attributionErrors } from './errors/attribution.ts'
import { backupErrors } from './errors/backup.ts'
import { bankErrors } from './errors/bank.ts'
import { chainErrors } from './errors/chain.ts'
import { composingErrors } from './errors/composing.ts'
import { configErrors } from './errors/config.ts'
import { dataErrors } from './errors/data.ts'
import { adviseOn } from './errors/error.ts'
import { eventsErrors } from './errors/events.ts'
import { eventstoreErrors } from './errors/eventstore.ts'
import { identitiesErrors } from './errors/identities.ts'
import { importingErrors } from './errors/importing.ts'
import { ingestErrors } from './errors/ingest.ts'
import { kafkaErrors } from './errors/kafka.ts'
import { merkleErrors } from './errors/merkle.ts'
import { moneyErrors } from './errors/money.ts'
import { noticesErrors } from './errors/notices.ts'
import { peopleErrors } from './errors/people.ts'
import { publishErrors } from './errors/publish.ts'
import { registryErrors } from './errors/registry.ts'
import { settlementErrors } from './errors/settlement.ts'
import { usageErrors } from './errors/usage.ts'

export type { ErrorCode } from './errors/codes.ts'
export { type Fault, fail, faultOf, HeadwaterError } from './errors/error.ts'

export const errorCatalogue = {
  ...moneyErrors,
  ...merkleErrors,
  ...eventsErrors,
  ...registryErrors,
  ...attributionErrors,
  ...eventstoreErrors,
  ...usageErrors,
  ...dataErrors,
  ...backupErrors,
  ...bankErrors,
  ...identitiesErrors,
  ...ingestErrors,
  ...importingErrors,
  ...composingErrors,
  ...settlementErrors,
  ...noticesErrors,
  ...publishErrors,
  ...kafkaErrors,
  ...chainErrors,
  ...accessErrors,
  ...peopleErrors,
  ...configErrors,
} as const

adviseOn(errorCatalogue)
