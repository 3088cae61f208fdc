/** Appends of the KurrentDB double: one call, a stream of batches, and several streams at once. */
import { type ServerDuplexStream, type ServerReadableStream, type sendUnaryData, status } from '@grpc/grpc-js'
import type {
  AppendReq,
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js'
import type {
  AppendRequest,
  AppendSessionResponse,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/streams_pb.js'
import type { DoubleLog, Expected, Outcome, ProposedAppend, ProposedRecord } from './log.ts'
import {
  any,
  callError,
  detailedError,
  empty,
  errors2,
  rpcStatus,
  shared,
  streams,
  streams2,
  text,
} from './protocol.ts'

type Conflict = Extract<Outcome, { type: 'conflict' }>
type Appended = Extract<Outcome, { type: 'appended' }>

/** The first protocol's call for one append: options first, then one message for each event. */
export function append(
  log: DoubleLog,
  call: ServerReadableStream<AppendReq, AppendResp>,
  answer: sendUnaryData<AppendResp>,
  appendBytesMax: number,
): void {
  let stream = ''
  let expected: Expected = 'any'
  const records: ProposedRecord[] = []
  call.on('data', (request: AppendReq) => {
    const options = request.getOptions()
    if (options !== undefined) {
      stream = text(options.getStreamIdentifier()!.getStreamName_asU8())
      expected = options.hasRevision()
        ? Number(options.getRevision())
        : options.hasNoStream()
          ? 'no stream'
          : options.hasStreamExists()
            ? 'exists'
            : 'any'
    }
    const message = request.getProposedMessage()
    if (message !== undefined) records.push(proposed(message))
  })
  call.on('end', () => {
    if (sizeOf(records) > appendBytesMax) return answer(sizeExceeded(appendBytesMax))
    const outcome = log.append([{ stream, expected, records }])
    const response = new streams.AppendResp()
    if (outcome.type === 'appended') {
      const success = new streams.AppendResp.Success()
      const position = new streams.AppendResp.Position()
      position.setCommitPosition(String(outcome.position))
      position.setPreparePosition(String(outcome.position))
      success.setCurrentRevision(String(outcome.revisions.get(stream)))
      success.setPosition(position)
      response.setSuccess(success)
    } else {
      const wrong = new streams.AppendResp.WrongExpectedVersion()
      if (outcome.actual < 0) wrong.setCurrentNoStream(new shared.Empty())
      else wrong.setCurrentRevision(String(outcome.actual))
      if (typeof expected === 'number') wrong.setExpectedRevision(String(expected))
      else wrong.setExpectedNoStream(new shared.Empty())
      response.setWrongExpectedVersion(wrong)
    }
    answer(null, response)
  })
}

interface OpenBatch {
  readonly options: BatchAppendReq.Options
  readonly records: ProposedRecord[]
}

/** Batches of many senders in one call. Correlation ids distinguish them. Each may come in several parts. */
export function batchAppend(
  log: DoubleLog,
  call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>,
  appendBytesMax: number,
  refused: () => boolean,
): void {
  const open = new Map<string, OpenBatch>()
  call.on('data', (request: BatchAppendReq) => {
    if (refused()) return
    const correlation = request.getCorrelationId()!.getString()
    const options = request.getOptions()
    if (options !== undefined) open.set(correlation, { options, records: [] })
    const batch = open.get(correlation)!
    batch.records.push(...request.getProposedMessagesList().map(proposed))
    if (!request.getIsFinal()) return
    open.delete(correlation)
    const identifier = batch.options.getStreamIdentifier()!
    const stream = text(identifier.getStreamName_asU8())
    if (sizeOf(batch.records) > appendBytesMax)
      return void call.write(tooLarge(request, identifier, appendBytesMax))
    const outcome = log.append([{ stream, expected: batchExpected(batch.options), records: batch.records }])
    const response = new streams.BatchAppendResp()
    response.setCorrelationId(request.getCorrelationId())
    response.setStreamIdentifier(identifier)
    if (outcome.type === 'appended') response.setSuccess(batchSuccess(outcome, stream))
    else response.setError(batchError(outcome))
    call.write(response)
  })
  call.on('end', () => call.end())
  call.on('error', () => open.clear())
}

function batchExpected(options: BatchAppendReq.Options): Expected {
  if (options.hasStreamPosition()) return Number(options.getStreamPosition())
  if (options.hasNoStream()) return 'no stream'
  return options.hasStreamExists() ? 'exists' : 'any'
}

function batchSuccess({ position, revisions }: Appended, stream: string): BatchAppendResp.Success {
  const success = new streams.BatchAppendResp.Success()
  const place = new shared.AllStreamPosition()
  place.setCommitPosition(String(position))
  place.setPreparePosition(String(position))
  success.setCurrentRevision(String(revisions.get(stream)))
  success.setPosition(place)
  return success
}

function batchError({ expected, actual }: Conflict): InstanceType<typeof rpcStatus.Status> {
  const wrong = new shared.WrongExpectedVersion()
  if (actual < 0) wrong.setCurrentNoStream(new empty.Empty())
  else wrong.setCurrentStreamRevision(String(actual))
  if (typeof expected === 'number') wrong.setExpectedStreamPosition(String(expected))
  else wrong.setExpectedNoStream(new empty.Empty())
  const details = new any.Any()
  details.pack(wrong.serializeBinary(), 'event_store.client.WrongExpectedVersion')
  const error = new rpcStatus.Status()
  error.setCode(status.FAILED_PRECONDITION as number)
  error.setMessage('WrongExpectedVersion')
  error.setDetails(details)
  return error
}

/** An event's size as KurrentDB counts it: data, metadata, and its type in UTF-16. */
function sizeOf(records: readonly ProposedRecord[]): number {
  return records.reduce(
    (sum, { type, data, metadata }) => sum + data.length + metadata.length + 2 * type.length,
    0,
  )
}

function sizeExceeded(bytesMax: number): ReturnType<typeof callError> {
  return callError(status.INVALID_ARGUMENT, `Maximum Append Size of ${bytesMax} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(bytesMax),
  })
}

function transactionTooLarge(bytes: number, bytesMax: number): ReturnType<typeof detailedError> {
  const details = new errors2.AppendTransactionSizeExceededErrorDetails()
  details.setSize(bytes)
  details.setMaxSize(bytesMax)
  return detailedError(
    status.ABORTED,
    `Transaction size (${bytes}) exceeded the maximum allowed size of ${bytesMax} bytes.`,
    'type.googleapis.com/kurrentdb.protocol.v2.streams.errors.AppendTransactionSizeExceededErrorDetails',
    details.serializeBinary(),
  )
}

function tooLarge(
  request: BatchAppendReq,
  stream: ReturnType<BatchAppendReq.Options['getStreamIdentifier']>,
  bytesMax: number,
): BatchAppendResp {
  const exceeded = new shared.MaximumAppendSizeExceeded()
  exceeded.setMaxappendsize(bytesMax)
  const details = new any.Any()
  details.pack(exceeded.serializeBinary(), 'event_store.client.MaximumAppendSizeExceeded')
  const error = new rpcStatus.Status()
  error.setCode(status.INVALID_ARGUMENT as number)
  error.setDetails(details)
  const response = new streams.BatchAppendResp()
  response.setCorrelationId(request.getCorrelationId())
  response.setStreamIdentifier(stream)
  response.setError(error)
  return response
}

/** The second protocol's session: one message for each stream, and one answer for all. */
export function appendSession(
  log: DoubleLog,
  call: ServerReadableStream<AppendRequest, AppendSessionResponse>,
  answer: sendUnaryData<AppendSessionResponse>,
  appendBytesMax: number,
): void {
  const appends: ProposedAppend[] = []
  call.on('data', (request: AppendRequest) => {
    appends.push({
      stream: request.getStream(),
      expected: sessionExpected(Number(request.getExpectedRevision())),
      records: request.getRecordsList().map((record) => ({
        id: record.getRecordId()!,
        type: record.getSchema()!.getName(),
        contentType: 'application/json',
        data: record.getData_asU8(),
        // Like KurrentDB, the double keeps the schema with the event.
        metadata: Buffer.from('{"$schema.format":"Json"}'),
      })),
    })
  })
  call.on('end', () => {
    const bytes = sizeOf(appends.flatMap(({ records }) => records))
    if (bytes > appendBytesMax) return answer(transactionTooLarge(bytes, appendBytesMax), null)
    const outcome = log.append(appends)
    if (outcome.type === 'conflict') return answer(conflictError(outcome), null)
    const response = new streams2.AppendSessionResponse()
    for (const [stream, revision] of outcome.revisions) {
      const output = new streams2.AppendResponse()
      output.setStream(stream)
      output.setStreamRevision(String(revision))
      response.addOutput(output)
    }
    response.setPosition(String(outcome.position))
    answer(null, response)
  })
}

function sessionExpected(expected: number): Expected {
  if (expected >= 0) return expected
  return expected === -1 ? 'no stream' : expected === -4 ? 'exists' : 'any'
}

function conflictError({ stream, expected, actual }: Conflict): ReturnType<typeof detailedError> {
  const details = new errors2.StreamRevisionConflictErrorDetails()
  details.setStream(stream)
  details.setExpectedRevision(typeof expected === 'number' ? String(expected) : '-1')
  details.setActualRevision(String(actual))
  return detailedError(
    status.FAILED_PRECONDITION,
    `Append failed due to a revision conflict on stream '${stream}'.`,
    'type.googleapis.com/kurrentdb.protocol.v2.streams.errors.StreamRevisionConflictErrorDetails',
    details.serializeBinary(),
  )
}

function proposed(message: AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage): ProposedRecord {
  return {
    id: message.getId()!.getString(),
    type: message.getMetadataMap().get('type')!,
    contentType: message.getMetadataMap().get('content-type')!,
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  }
}
