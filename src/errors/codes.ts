/** Every code, from the tables of the areas. This file has types only, so it loads no advice. */

import type { accessErrors } from './access.ts'
import type { attributionErrors } from './attribution.ts'
import type { backupErrors } from './backup.ts'
import type { bankErrors } from './bank.ts'
import type { chainErrors } from './chain.ts'
import type { composingErrors } from './composing.ts'
import type { configErrors } from './config.ts'
import type { dataErrors } from './data.ts'
import type { eventsErrors } from './events.ts'
import type { eventstoreErrors } from './eventstore.ts'
import type { identitiesErrors } from './identities.ts'
import type { importingErrors } from './importing.ts'
import type { ingestErrors } from './ingest.ts'
import type { kafkaErrors } from './kafka.ts'
import type { merkleErrors } from './merkle.ts'
import type { moneyErrors } from './money.ts'
import type { noticesErrors } from './notices.ts'
import type { peopleErrors } from './people.ts'
import type { publishErrors } from './publish.ts'
import type { registryErrors } from './registry.ts'
import type { settlementErrors } from './settlement.ts'
import type { usageErrors } from './usage.ts'

export type ErrorCode =
  | keyof typeof moneyErrors
  | keyof typeof merkleErrors
  | keyof typeof eventsErrors
  | keyof typeof registryErrors
  | keyof typeof attributionErrors
  | keyof typeof eventstoreErrors
  | keyof typeof usageErrors
  | keyof typeof dataErrors
  | keyof typeof backupErrors
  | keyof typeof bankErrors
  | keyof typeof identitiesErrors
  | keyof typeof ingestErrors
  | keyof typeof importingErrors
  | keyof typeof composingErrors
  | keyof typeof settlementErrors
  | keyof typeof noticesErrors
  | keyof typeof publishErrors
  | keyof typeof kafkaErrors
  | keyof typeof chainErrors
  | keyof typeof accessErrors
  | keyof typeof peopleErrors
  | keyof typeof configErrors
