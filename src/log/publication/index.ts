/** The events of a publication: the way of an epoch's root to one distributor on a chain. */
import { fail } from '../../errors.ts'
import type { RecordedEvent } from '../../eventstore/port.ts'
import { failDamagedEvent } from '../damagedEvent.ts'
import type { DataOf } from '../ownEvent.ts'
import { rootActivated } from './rootActivated.ts'
import { rootDisabled } from './rootDisabled.ts'
import { rootPlanned } from './rootPlanned.ts'
import { rootSubmitted } from './rootSubmitted.ts'
import { rootsVanished } from './rootsVanished.ts'
import { transactionMined } from './transactionMined.ts'
import { transactionReplaced } from './transactionReplaced.ts'
import { transactionSigned } from './transactionSigned.ts'
import { transactionsHandedOver } from './transactionsHandedOver.ts'

/** Each by its type. */
const publicationEvents = {
  RootPlanned: rootPlanned,
  TransactionsHandedOver: transactionsHandedOver,
  TransactionSigned: transactionSigned,
  TransactionMined: transactionMined,
  TransactionReplaced: transactionReplaced,
  RootSubmitted: rootSubmitted,
  RootActivated: rootActivated,
  RootDisabled: rootDisabled,
  RootsVanished: rootsVanished,
} as const

type Types = typeof publicationEvents
export type PublicationEvent = {
  [Type in keyof Types]: { type: Type; data: DataOf<Types[Type]> }
}[keyof Types]

/** @throws HeadwaterError `data.damaged` */
export function readPublicationEvent(event: RecordedEvent): PublicationEvent {
  const { type } = event
  if (!Object.hasOwn(publicationEvents, type))
    return failDamagedEvent(event, `${JSON.stringify(type)} is no event of a publication`)
  const data = publicationEvents[type as keyof Types].read(event)
  return { type, data } as PublicationEvent
}

/** An event that comes from outside. @throws HeadwaterError `publish.malformed` */
export function parsePublicationEvent({
  type,
  data,
}: {
  readonly type: string
  readonly data: unknown
}): PublicationEvent {
  if (!Object.hasOwn(publicationEvents, type))
    fail('publish.malformed', `${JSON.stringify(type.slice(0, 64))} is no event of a publication.`)
  const parsed = publicationEvents[type as keyof Types].parse(data)
  if ('fault' in parsed) fail('publish.malformed', `The event ${type} is malformed: ${parsed.fault}.`)
  return { type, data: parsed.data } as PublicationEvent
}
