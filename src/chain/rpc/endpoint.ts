/** One endpoint: sends requests, several in one HTTP request, and reads what it refuses. */
import { EndpointFailure, failRequest, type RpcError } from './failure.ts'
import { type Post, type PostOptions, post } from './post.ts'
import { readRangeRefusal } from './rangeLimits.ts'

export interface RpcCall {
  readonly method: string
  readonly params: readonly unknown[]
}

interface RpcAnswer {
  readonly id?: unknown
  readonly result?: unknown
  readonly error?: { readonly code?: unknown; readonly message?: unknown; readonly data?: unknown } | null
}

/** Requests that go out in one HTTP request at first; fewer where the endpoint refuses that. */
const batchCallsMax = 64
/** A sentence of an endpoint is shown up to here. */
const shownMax = 200

export class Endpoint {
  /** For messages: its host, never its path, which may hold a key. */
  readonly name: string
  /** Until then no request is sent to it; milliseconds of `performance.now()`. */
  restsUntil = 0
  /** Failures one after the other. */
  failures = 0
  /** The last one; undefined once it has answered again. */
  failure: EndpointFailure | undefined
  /** Its blocks in one request of logs, as far as is known. */
  rangeMax = 2_000
  readonly #url: string
  readonly #options: PostOptions
  readonly #post: Post
  #batchMax = batchCallsMax
  #id = 0

  constructor(url: string, options: PostOptions, send: Post = post) {
    this.#post = send
    this.#url = url
    this.#options = options
    this.name = new URL(url).host
  }

  /** What is wrong with it, as a part of a sentence; undefined where nothing is. */
  get trouble(): string | undefined {
    return this.failure?.message
  }

  /** @throws EndpointFailure */
  async call(method: string, params: readonly unknown[]): Promise<unknown> {
    return (await this.calls([{ method, params }]))[0]
  }

  /** Answers in the order of the calls. @throws EndpointFailure of the first that fails */
  async calls(calls: readonly RpcCall[]): Promise<unknown[]> {
    const results = await this.answers(calls)
    // What is too much for one answer may fit in several.
    const isMuch = results.some((one) => one instanceof EndpointFailure && one.kind === 'range')
    if (isMuch && calls.length > 1) return inHalves(calls, (half) => this.calls(half))
    return results.map(orThrow)
  }

  /** The same, with an EndpointFailure in place of the answer of each that fails. @throws EndpointFailure of the whole */
  async answers(calls: readonly RpcCall[]): Promise<unknown[]> {
    const results: unknown[] = []
    for (let at = 0; at < calls.length; ) {
      const part = calls.slice(at, at + this.#batchMax)
      try {
        results.push(...(await this.#send(part)))
        at += part.length
      } catch (error) {
        const kind = error instanceof EndpointFailure && part.length > 1 ? error.kind : undefined
        if (kind !== 'batch' && kind !== 'range') throw error
        if (kind === 'batch') this.#batchMax = Math.floor(part.length / 2)
        else {
          results.push(...(await inHalves(part, (half) => this.answers(half))))
          at += part.length
        }
      }
    }
    return results
  }

  /** A result or an EndpointFailure of each. @throws EndpointFailure of the whole request */
  async #send(calls: readonly RpcCall[]): Promise<unknown[]> {
    const first = this.#id + 1
    const requests = calls.map((call) => ({ jsonrpc: '2.0', id: ++this.#id, ...call }))
    const alone = requests.length === 1
    const text = await this.#post(this.#url, JSON.stringify(alone ? requests[0] : requests), this.#options)
    const answer = parse(text)
    if (alone) return [resultOf(answer, calls[0]!)]
    if (!Array.isArray(answer)) {
      // One error for all: most of them do not take several requests in one.
      const message = messageOf(answer)
      return failRequest(
        limitIn(answer) ? 'limited' : 'batch',
        `it refuses several requests in one${message}`,
      )
    }
    const results = new Array<unknown>(calls.length)
    let found = 0
    for (const one of answer as RpcAnswer[]) {
      const at = Number(one?.id) - first
      if (!(at >= 0 && at < calls.length) || results[at] !== undefined) continue
      results[at] = resultOf(one, calls[at]!)
      found++
    }
    if (found !== calls.length) failRequest('wrong', `${calls.length} requests, ${found} answers`)
    return results
  }
}

async function inHalves(
  calls: readonly RpcCall[],
  ask: (half: readonly RpcCall[]) => Promise<unknown[]>,
): Promise<unknown[]> {
  const half = Math.ceil(calls.length / 2)
  return [...(await ask(calls.slice(0, half))), ...(await ask(calls.slice(half)))]
}

function orThrow(result: unknown): unknown {
  if (result instanceof EndpointFailure) throw result
  return result
}

/** @throws EndpointFailure where it is no answer */
function resultOf(answer: unknown, { method }: RpcCall): unknown {
  if (typeof answer !== 'object' || answer === null) failRequest('wrong', 'an answer is no JSON-RPC')
  const { error, result } = answer as RpcAnswer
  if (error) return failureOf(answer, method)
  if (result === undefined) failRequest('wrong', 'an answer has neither a result nor an error')
  return result
}

/** What a contract or the pool says of a transaction may speak of limits and ranges too. */
const ofTransactions = /^eth_(?:call|estimateGas|send)/

function failureOf(answer: object, method: string): EndpointFailure {
  const message = messageOf(answer)
  const answered = errorIn(answer)
  if (isRevert(answer))
    return new EndpointFailure('reverted', `the contract refuses the call${message}`, { answered })
  if (limitIn(answer)) return new EndpointFailure('limited', `it asks for a pause${message}`)
  const range = ofTransactions.test(method) ? undefined : readRangeRefusal(textOf(answer))
  if (range) return new EndpointFailure('range', `it refuses the range${message}`, range)
  if (/header not found|unknown block|block not found|not yet available|missing trie/i.test(message))
    return new EndpointFailure('behind', `it lacks the block${message}`)
  return new EndpointFailure('refused', `it refuses the request${message}`, { answered })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return failRequest('wrong', 'an answer is no JSON')
  }
}

function errorIn(answer: unknown): RpcError {
  const { code, message, data } = (answer as RpcAnswer).error!
  const text = typeof message === 'string' ? message : ''
  return { code: Number(code), message: text, data }
}

/** The endpoint's own sentence, without what may be a URL. */
function messageOf(answer: unknown): string {
  const sentence = textOf(answer)
    .slice(0, 2 * shownMax)
    .replaceAll(/https?:\/\/\S+/g, '(link)')
    .replaceAll(/\p{Cc}/gu, ' ')
  return sentence === '' ? '' : `: ${sentence.slice(0, shownMax)}`
}

/** Some keep the message general and say the reason in `data`. */
function textOf(answer: unknown): string {
  const { error } = (answer ?? {}) as RpcAnswer
  const text = typeof error?.message === 'string' ? error.message : ''
  return typeof error?.data === 'string' ? `${text} ${error.data}` : text
}

function isRevert(answer: unknown): boolean {
  const { error } = (answer ?? {}) as RpcAnswer
  return error?.code === 3 || /\brevert(?:ed)?\b/i.test(textOf(answer))
}

function limitIn(answer: unknown): boolean {
  const { error } = (answer ?? {}) as RpcAnswer
  const text = typeof error?.message === 'string' ? error.message : ''
  return (
    error?.code === 429 ||
    /rate.?limit|too many requests|per second|request limit|capacity|throttl|credits/i.test(text) ||
    (error?.code === -32_005 && readRangeRefusal(text) === undefined)
  )
}
