/**
 * Ingestion turns bytes of events into durable rows and registry events, and answers each event. The files, in the
 * order in which an event meets them:
 *
 *     requests.ts  receives a request or a file; lanes/ reads partitions of topics or chains instead
 *     readBody.ts  cuts it into records (decoding/), and finds room for each in the open batch
 *     judge.ts     judges one event: checkFields.ts, eventIdentity.ts, then what the registry says
 *     calls/       reads a call: fastCall.ts a plain one straight from its bytes, slowCall.ts every other
 *     batch/       collects events (openBatch.ts), makes them durable (commit.ts) and answers (prepareAnswers.ts)
 *     dryRun.ts    judges in the same way and records nothing
 *     keptStream.ts does the same, and keeps what is accepted in memory
 *     writer.ts    commits one batch after the other, and stops where memory and log may differ
 *     catchUp/     reads what other processes recorded, and removes what a killed process left
 */
export { createLookBack } from './backdating/lookBack.ts'
export { dryRun } from './dryRun.ts'
export { keepStream } from './keptStream.ts'
export { Lanes } from './lanes/lanes.ts'
export { openRequests, type Requests } from './requests.ts'
export { ReaderThreads } from './threads/readerThreads.ts'
export { Writer } from './writer.ts'
