/** Requests to the HTTP API, and the way to a server. */
import type { Advices } from './advice.ts'

export const accessErrors = {
  'service.closing': {
    retry: true,
    fix: 'The server is shutting down: send the same again when it is back; nothing counts twice.',
  },
  'auth.missing': {
    retry: false,
    fix: 'Send `Authorization: Bearer KEY`; the command line takes the key from HEADWATER_API_KEY.',
  },
  'auth.unknownKey': {
    retry: false,
    fix: 'Check the key; the server knows only keys whose SHA-256 its configuration lists.',
  },
  'auth.scope': { retry: false, fix: 'Use a key that has the scope named in the message.' },
  'request.malformed': {
    retry: false,
    fix: 'Send what /openapi.json describes; the message says which part differs.',
  },
  'request.tooLarge': {
    retry: false,
    fix: 'Send smaller requests, or stream the events to /v1/ingestions, which takes any length.',
  },
  'request.tooManyEvents': {
    retry: false,
    fix: 'Send fewer events a request, or stream them to /v1/ingestions.',
  },
  'request.mediaType': {
    retry: false,
    fix: 'Send application/cloudevents+json, application/cloudevents-batch+json, application/json or application/x-ndjson.',
  },
  'request.hostRefused': {
    retry: false,
    fix: 'A server without keys answers only to loopback names; call it by 127.0.0.1 or localhost, or configure keys.',
  },
  'request.rateLimited': {
    retry: true,
    fix: 'Wait as long as Retry-After says and send the same again; nothing counts twice.',
  },
  'cursor.malformed': {
    retry: false,
    fix: 'Send the `next` of the page before as it came, with the same other parameters.',
  },
  'route.unknown': { retry: false, fix: 'See /openapi.json for the paths and methods that exist.' },
  'server.unreachable': {
    retry: true,
    fix: 'Check that `headwater serve` runs there and that the URL names its host and port.',
  },
  'server.addressTaken': {
    retry: false,
    fix: 'Name another port with `--port`, or end the program that listens there.',
  },
  'server.unexpected': {
    retry: false,
    fix: 'Check that the URL is that of a Headwater server of this version.',
  },
  'internal.bug': {
    retry: false,
    fix: 'This is a fault in Headwater: report it with the request id and the log lines that carry it.',
  },
} as const satisfies Advices
