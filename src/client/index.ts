/**
 * A Headwater server over HTTP, with the same interface as a ledger in the caller's own process. This is the entry for
 * Node; browser.ts is the one for browsers. docs/library.md shows how to use it.
 */
export { HeadwaterError } from '../errors.ts'
export type * from '../service/headwater.ts'
export { connectRemote as connect } from './remote.ts'
export type { RemoteServer } from './transport.ts'
