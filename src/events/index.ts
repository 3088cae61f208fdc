/**
 * Events from outside: parsed, and the bytes that stand for their identity and content. This door loads the schemas of
 * all types. The room has small doors that load less, for programs that read no events: ids.ts, account.ts,
 * edgeNames.ts and time.ts load no schema, and edgeTerms.ts loads those of an edge alone. The library of attribution
 * and commands that only ask a server start faster by them.
 */

export { ByteWriter } from './byteWriter.ts'
export { type CallField, callType } from './call.ts'
export { contentBytes, type IdentitySpace, identityBytes, writeContent, writeIdentity } from './content.ts'
export type { EventNames } from './correction.ts'
export { type PaymentNames, paymentKey, paymentNames } from './description.ts'
export { fractionDigits, unitsMax, type WrittenAmount } from './fields.ts'
export { parseEvent } from './parse.ts'
export { type PartRole, partRoles } from './partRoles.ts'
export { plainCall } from './plainCall.ts'
export type { WrittenPrices } from './prices.ts'
export { type TokenClass, tokenClasses } from './tokenClasses.ts'
export {
  type CallEvent,
  type CorrectionEvent,
  type DescriptionEvent,
  isCall,
  isCorrection,
  isDescription,
  isEventType,
  isRegistryEvent,
  type PostingEvent,
  type RegistryEventType,
  type RegistryWireEvent,
  type RegistryWireEventOf,
  type RowEvent,
  scopeOf,
  type WireEvent,
} from './types.ts'
