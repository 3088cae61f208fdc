/** Events about people that sign in: links that operators make, and accounts that payees bind by a signature. */
import type { RecordedEvent } from '../../eventstore/port.ts'
import { failDamagedEvent } from '../damagedEvent.ts'
import type { DataOf } from '../ownEvent.ts'
import { accountSigned } from './accountSigned.ts'
import { linkMade } from './linkMade.ts'
import { linkRevoked } from './linkRevoked.ts'
import { linkUsed } from './linkUsed.ts'

/** Each by its type. */
export const peopleEvents = {
  LinkMade: linkMade,
  LinkUsed: linkUsed,
  LinkRevoked: linkRevoked,
  AccountSigned: accountSigned,
} as const

type Types = typeof peopleEvents
export type PeopleEvent = {
  [Type in keyof Types]: { readonly type: Type; readonly data: DataOf<Types[Type]> }
}[keyof Types]

/** @throws HeadwaterError `data.damaged` */
export function readPeopleEvent(event: RecordedEvent): PeopleEvent {
  const { type } = event
  if (!Object.hasOwn(peopleEvents, type))
    return failDamagedEvent(event, `${JSON.stringify(type)} is no event about people`)
  return { type, data: peopleEvents[type as keyof Types].read(event) } as PeopleEvent
}
