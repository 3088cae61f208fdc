/**
 * KurrentDB's protocol, as generated in the client's package. The modules are CommonJS and give their names only at run
 * time, so this file imports them whole.
 */
import { Metadata, type ServiceError, status } from '@grpc/grpc-js'
import featuresService from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_grpc_pb.js'
import features from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb.js'
import shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js'
import rpcStatus from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/status_pb.js'
import streamsService from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb.js'
import streams from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js'
import errors2 from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/errors_pb.js'
import streams2Service from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/streams_grpc_pb.js'
import streams2 from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/streams_pb.js'
import any from 'google-protobuf/google/protobuf/any_pb.js'
import empty from 'google-protobuf/google/protobuf/empty_pb.js'

export const { StreamsService } = streamsService
export const { StreamsServiceService } = streams2Service
export const { ServerFeaturesService } = featuresService
export { any, empty, errors2, features, rpcStatus, shared, streams, streams2 }

/** A failed call. The client reads the kind of failure from `trailers`. */
export function callError(
  code: status,
  details: string,
  trailers: Readonly<Record<string, string>> = {},
): ServiceError {
  const metadata = new Metadata()
  for (const [key, value] of Object.entries(trailers)) metadata.set(key, value)
  return Object.assign(new Error(details), { code, details, metadata })
}

/** The failure of a node that is not the leader; it says where the leader is. */
export function notLeader(leader: { readonly host: string; readonly port: number }): ServiceError {
  return callError(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': leader.host,
    'leader-endpoint-port': String(leader.port),
  })
}

/** A failed call of the second protocol, whose details are a separate message. */
export function detailedError(
  code: status,
  message: string,
  typeUrl: string,
  value: Uint8Array,
): ServiceError {
  const details = new any.Any()
  details.setTypeUrl(typeUrl)
  details.setValue(value)
  const whole = new rpcStatus.Status()
  whole.setCode(code as number)
  whole.setMessage(message)
  whole.setDetails(details)
  const metadata = new Metadata()
  metadata.set('grpc-status-details-bin', Buffer.from(whole.serializeBinary()))
  return Object.assign(new Error(message), { code, details: message, metadata })
}

/** The bytes of a field, in whatever form they were set. */
export function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8')
}
