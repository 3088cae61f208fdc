/** Notices: what happens in a ledger, sent to webhooks while a server runs. */

export { noticingMethods } from './methods.ts'
export { type IngestCounts, type RefusedShareWatch, watchRefusedShare } from './refusedShare.ts'
export { defaultPace, runSender, type SenderParts } from './sender.ts'
