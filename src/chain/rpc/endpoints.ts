/**
 * The endpoints of one chain. Work runs on the first that is well; one that fails rests, longer each time, and the next
 * takes over. Whatever fails on all of them fails for the caller, who may try again later.
 */
import { HeadwaterError } from '../../errors.ts'
import { Endpoint } from './endpoint.ts'
import { EndpointFailure, failureCodes } from './failure.ts'
import type { Post } from './post.ts'

/** The pool of a chain of the chains file. */
export function openEndpoints(
  chain: string,
  { endpoints, timeout }: { readonly endpoints: readonly string[]; readonly timeout: number },
): Endpoints {
  return new Endpoints({ chain, urls: endpoints, timeoutMs: timeout })
}

interface EndpointsOptions {
  /** CAIP-2, for messages. */
  readonly chain: string
  readonly urls: readonly string[]
  readonly timeoutMs: number
  /** An answer may have this many bytes. Default: 128 MiB. */
  readonly bytesMax?: number
  /** Milliseconds that rise. Default: `performance.now`. */
  readonly now?: () => number
  /** Sends a request; default: HTTP. */
  readonly post?: Post
}

const bytesMaxDefault = 128 << 20
const restMs = 500
const restMsMax = 60_000

export class Endpoints {
  readonly chain: string
  readonly all: readonly Endpoint[]
  readonly #now: () => number

  constructor({ chain, urls, timeoutMs, bytesMax = bytesMaxDefault, now, post }: EndpointsOptions) {
    this.chain = chain
    this.all = urls.map((url) => new Endpoint(url, { timeoutMs, bytesMax }, post))
    this.#now = now ?? (() => performance.now())
  }

  /** Those that do not rest. */
  get well(): readonly Endpoint[] {
    const now = this.#now()
    return this.all.filter(({ restsUntil }) => restsUntil <= now)
  }

  /** All, those that rest at the end. */
  get restingLast(): readonly Endpoint[] {
    const { well } = this
    return [...well, ...this.all.filter((endpoint) => !well.includes(endpoint))]
  }

  /** How long until the next one has rested; 0 where one is well. */
  get waitMs(): number {
    const now = this.#now()
    return Math.max(0, Math.min(...this.all.map(({ restsUntil }) => restsUntil)) - now)
  }

  /** @throws HeadwaterError as `use` */
  request(method: string, params: readonly unknown[]): Promise<unknown> {
    return this.use((endpoint) => endpoint.call(method, params))
  }

  /**
   * Runs work on one endpoint, and on the next where that one fails.
   * @param among those that may do it; default: all that do not rest
   * @throws HeadwaterError by the worst failure where it fails on all: `failureCodes`
   */
  async use<Result>(
    run: (endpoint: Endpoint) => Promise<Result>,
    among: readonly Endpoint[] = this.well,
  ): Promise<Result> {
    const failed: Failed[] = []
    for (const endpoint of among) {
      try {
        const result = await run(endpoint)
        this.#recovered(endpoint)
        return result
      } catch (error) {
        if (!(error instanceof EndpointFailure)) throw error
        if (error.kind === 'reverted') throw this.#failureOf([[endpoint, error]])
        this.rest(endpoint, error)
        failed.push([endpoint, error])
      }
    }
    throw failed.length > 0 ? this.#failureOf(failed) : this.#failureOfAll()
  }

  /** By the last failure of each endpoint. Without one, endpoints are well, and none of those that were to be asked is. */
  #failureOfAll(): HeadwaterError {
    const { chain } = this
    const failed = this.all.flatMap((endpoint): Failed[] =>
      endpoint.failure ? [[endpoint, endpoint.failure]] : [],
    )
    if (failed.length > 0) return this.#failureOf(failed)
    const message = `${chain}: no endpoint that may be asked now has what is wanted.`
    return new HeadwaterError({ code: 'chain.blockMissing', message, data: { chain } })
  }

  /**
   * Runs work on every endpoint at once. A failure rests its endpoint and is left out.
   * @param among those to ask; default: all that do not rest
   * @throws HeadwaterError where none answers
   */
  async each<Result>(
    run: (endpoint: Endpoint) => Promise<Result>,
    among: readonly Endpoint[] = this.well,
  ): Promise<(readonly [Endpoint, Result])[]> {
    const found = await Promise.all(
      among.map(async (endpoint) => {
        try {
          const result = await run(endpoint)
          this.#recovered(endpoint)
          return [endpoint, result] as const
        } catch (error) {
          if (!(error instanceof EndpointFailure)) throw error
          this.rest(endpoint, error)
          return undefined
        }
      }),
    )
    const answers = found.filter((one) => one !== undefined)
    if (answers.length === 0) throw this.#failureOfAll()
    return answers
  }

  /** The endpoint gets no request for a while. */
  rest(endpoint: Endpoint, failure: EndpointFailure): void {
    endpoint.failures++
    endpoint.failure = failure
    const pause = Math.min(restMsMax, restMs * 2 ** Math.min(20, endpoint.failures - 1))
    endpoint.restsUntil = this.#now() + (failure.details.waitMs ?? pause)
  }

  #recovered(endpoint: Endpoint): void {
    endpoint.failures = 0
    endpoint.failure = undefined
    endpoint.restsUntil = 0
  }

  /** Of several, the worst gives the code; the message has all. */
  #failureOf(failed: readonly Failed[]): HeadwaterError {
    const [endpoint, failure] = failed.toSorted(([, one], [, other]) => rankOf(one) - rankOf(other))[0]!
    const troubles = failed.map(([{ name }, { message }]) => `${name}: ${message}`)
    const data = { chain: this.chain, endpoint: endpoint.name }
    const message = `${this.chain}: ${troubles.join('; ')}.`
    return new HeadwaterError({ code: failureCodes[failure.kind], message, data }, { cause: failure })
  }
}

type Failed = readonly [Endpoint, EndpointFailure]

const ranks = Object.keys(failureCodes)

function rankOf({ kind }: EndpointFailure): number {
  return ranks.indexOf(kind)
}
