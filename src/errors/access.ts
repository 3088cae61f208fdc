/** Requests to the HTTP API, and connecting to a server. */
import type { Advices } from './advice.ts'

export const accessErrors = {
  'service.closing': {
    retry: true,
    fix: 'The server is shutting down. Send the same again when it is back; nothing counts twice.',
  },
  'auth.missing': {
    retry: false,
    fix: 'Send `Authorization: Bearer KEY`; the command line takes the key from HEADWATER_API_KEY.',
  },
  'auth.unknownKey': {
    retry: false,
    fix: 'Check the key. The server knows only keys whose SHA-256 is in its configuration.',
  },
  'auth.scope': { retry: false, fix: 'Use a key with the scope that the message names.' },
  'access.source': {
    retry: false,
    fix: 'Send events under a `source` that the key is bound to, or have the operator bind the key to this one.',
  },
  'access.chainSource': {
    retry: false,
    fix: 'Give the event a source of its own. Sources that begin with `chain:` are those of events that `headwater watch` makes of final blocks.',
  },
  'access.asset': {
    retry: false,
    fix: 'Send events about an asset that the key is bound to, or have the operator bind the key to this one.',
  },
  'access.owner': {
    retry: false,
    fix: 'Send events about assets of the owners that the key is bound to. Register an asset before events about it.',
  },
  'access.type': {
    retry: false,
    fix: 'Use a key without `assets` and `owners`: fees, currencies and accounts of other payees concern everybody.',
  },
  'access.payee': {
    retry: false,
    fix: 'Ask for a payee, or an account of a payee, that the key is bound to.',
  },
  'request.malformed': {
    retry: false,
    fix: 'Send what /openapi.json describes. The message names the part that differs.',
  },
  'request.tooLarge': {
    retry: false,
    fix: 'Send smaller requests, or stream the events to /v1/ingestions, which has no limit.',
  },
  'request.tooManyEvents': {
    retry: false,
    fix: 'Send fewer events per request, or stream them to /v1/ingestions.',
  },
  'request.mediaType': {
    retry: false,
    fix: 'Send application/cloudevents+json, application/cloudevents-batch+json, application/json, application/x-ndjson or text/csv.',
  },
  'request.hostRefused': {
    retry: false,
    fix: 'Call the server by 127.0.0.1 or localhost, or configure API keys. A server without keys accepts only loopback names.',
  },
  'request.rateLimited': {
    retry: true,
    fix: 'Wait as long as Retry-After says, then send the same again; nothing counts twice.',
  },
  'request.busy': {
    retry: true,
    fix: 'Wait as long as Retry-After says, then ask again. Such questions are answered one after another.',
  },
  'list.changed': {
    retry: true,
    fix: 'Ask for the list again: it is then of the epoch that was closed.',
  },
  'request.aborted': {
    retry: true,
    fix: 'The sender closed the connection before the end; send the same again.',
  },
  'cursor.malformed': {
    retry: false,
    fix: 'Send the `next` of the previous page unchanged, with the same other parameters.',
  },
  'route.unknown': { retry: false, fix: 'Use a path and a method of /openapi.json.' },
  'server.unreachable': {
    retry: true,
    fix: 'Check that `headwater serve` runs there, and that the URL has its host and port.',
  },
  'server.addressTaken': {
    retry: false,
    fix: 'Give another port with `--port`, or stop the program that listens on this one.',
  },
  'server.unexpected': {
    retry: false,
    fix: 'Check that the URL is that of a Headwater server of the same version.',
  },
  'internal.bug': {
    retry: false,
    fix: 'This is a bug in Headwater. Report it with the request id and the log lines that contain it.',
  },
} as const satisfies Advices
