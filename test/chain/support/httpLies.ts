/** Answers over HTTP that are none, or not the whole truth. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { HttpLie } from './rpcDouble.ts'

const page = { body: '<html>Service temporarily overloaded</html>', headers: { 'content-type': 'text/html' } }
const refused = {
  jsonrpc: '2.0',
  id: null,
  error: { code: -32_600, message: 'batch requests are not supported' },
}

export const lateAnswers = 'answers too late'
/** Of chains whose endpoints answer too late. Others get all the time that a busy machine may take. */
export const shortTimeout = '3s'
const lateMs = 4_000

export const httpLies: Readonly<Record<string, HttpLie>> = {
  'answers 429': async () => ({ status: 429, body: 'Too Many Requests' }),
  'answers 429 with Retry-After': async () => ({ status: 429, headers: { 'retry-after': '1' }, body: '' }),
  'answers 503': async () => ({ status: 503, ...page }),
  'answers a web page': async () => page,
  'cuts its answers': async (_, truth) => {
    const body = await truth()
    return { body: body.slice(0, body.length / 2) }
  },
  'leaves answers out': async (requests, truth) =>
    requests.length === 1 ? undefined : { body: JSON.stringify(JSON.parse(await truth()).slice(1)) },
  [lateAnswers]: async () => {
    await sleep(lateMs)
    return undefined
  },
  'drops connections': async () => 'drop',
}

/** These cost time and nothing else. */
export const httpQuirks: Readonly<Record<string, HttpLie>> = {
  'answers in another order': async (requests, truth) =>
    requests.length === 1 ? undefined : { body: JSON.stringify(JSON.parse(await truth()).reverse()) },
  'refuses several requests in one': async (requests) =>
    requests.length === 1 ? undefined : { body: JSON.stringify(refused) },
  'answers each request twice': async (requests, truth) => {
    const answers = JSON.parse(await truth())
    return requests.length === 1 ? undefined : { body: JSON.stringify([...answers, ...answers]) }
  },
}
