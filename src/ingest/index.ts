/**
 * Ingestion: bytes of events in, durable rows and registry facts out, each event answered. The way of an event, in the
 * order of the files:
 *
 *     requests.ts     a request or a file comes in          lanes/    a partition of a topic or a chain is read
 *     readBody.ts     it is cut into records (decoding/), and each finds room in the open batch
 *     judge.ts        one event is judged: checkFields.ts, eventIdentity.ts, and what the registry says
 *     calls/          a plain call is read straight from its bytes: fastCall.ts; any other by slowCall.ts
 *     batch/          openBatch.ts collects the events, commit.ts makes them durable and answers
 *     writer.ts       has the batches follow each other, and stops where memory and log may differ
 *     catchUp/        what other processes recorded, and what a killed process left
 */
export { Lanes } from './lanes/lanes.ts'
export { openRequests, type Requests } from './requests.ts'
export { Writer } from './writer.ts'
