/**
 * A Headwater server over HTTP, with the same interface as a ledger in the caller's own process. Needs Node.
 * docs/library.md shows how to use it.
 */
export { HeadwaterError } from '../errors.ts'
export type * from '../service/headwater.ts'
export { connectRemote as connect, type RemoteServer } from './headwater.ts'
