/**
 * A Headwater server over HTTP, with the same interface as a ledger of one's own. Needs Node; docs/library.md shows it.
 */
export { HeadwaterError } from '../errors.ts'
export type * from '../service/headwater.ts'
export { connectRemote as connect, type RemoteServer } from './headwater.ts'
