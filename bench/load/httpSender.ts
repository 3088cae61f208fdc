/**
 * Events over HTTP, as lines in requests to /v1/events. An answer means durable rows, so the time of an event ends with
 * the answer to its request. Requests that the server did not answer are sent again: the same events count once.
 */
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Outcomes } from './books.ts'
import { type Sender, Signal } from './sender.ts'
import type { LoadEvent } from './stream.ts'
import type { Tracker } from './tracker.ts'

const lingerMs = 20
const triesMax = 10
const retryMs = 200

interface HttpSenderOptions {
  readonly url: string
  readonly tracker: Tracker
  /** Events a request. */
  readonly each: number
  /** Requests under way at most. */
  readonly connections: number
}

export class HttpSender implements Sender {
  /** By the answers, of the first answer to each request. */
  readonly answered: Outcomes = { accepted: 0, duplicate: 0, conflict: 0, rejected: 0 }
  /** Requests sent again: whether their first try counted, their answer does not tell. */
  resent = 0
  private readonly options: HttpSenderOptions
  private readonly agent: Agent
  private readonly signal = new Signal()
  /** First place of each request under way. */
  private readonly underWay = new Set<{ place: number }>()
  private failure: Error | undefined

  constructor(options: HttpSenderOptions) {
    this.options = options
    this.agent = new Agent({ keepAlive: true, maxSockets: options.connections })
  }

  get room(): number {
    return this.underWay.size < this.options.connections ? this.options.each : 0
  }

  get whenChanged(): Promise<void> {
    return this.signal.promise
  }

  worthSending(events: number, oldestMs: number): boolean {
    return events >= this.options.each || oldestMs >= lingerMs
  }

  send(events: readonly LoadEvent[], dues: Float64Array, place: number): void {
    const entry = { place }
    this.underWay.add(entry)
    void this.deliver(entry, events, dues)
      .catch((error: Error) => {
        this.failure ??= error
      })
      .finally(() => {
        this.underWay.delete(entry)
        this.signal.fire()
      })
  }

  async drained(): Promise<void> {
    while (this.underWay.size > 0) await this.signal.promise
    if (this.failure) throw this.failure
  }

  async close(): Promise<void> {
    this.agent.destroy()
  }

  private async deliver(
    own: { place: number },
    events: readonly LoadEvent[],
    dues: Float64Array,
  ): Promise<void> {
    const { tracker } = this.options
    await this.earlierDone(own, events)
    const body = Buffer.from(events.map(({ text }) => text).join('\n'))
    tracker.sent += events.length
    for (let tried = 1; ; tried++) {
      try {
        this.count(await this.post(body))
        break
      } catch (error) {
        tracker.errors++
        if (tried === triesMax) throw error
        this.resent++
        await sleep(retryMs)
      }
    }
    tracker.madeDurable(dues)
  }

  /** Of two contents under one identity the first recorded stands, so the first must be durable before the other leaves. */
  private async earlierDone(own: { place: number }, events: readonly LoadEvent[]): Promise<void> {
    const after = Math.max(...events.map((event) => event.after))
    const waits = () => [...this.underWay].some((entry) => entry !== own && entry.place <= after)
    while (after >= 0 && waits()) await this.signal.promise
  }

  private count(text: string): void {
    // The counts come before the result of each event. This sender reads only the counts.
    const counts = /"accepted":(\d+),"duplicate":(\d+),"conflict":(\d+),"rejected":(\d+)/.exec(text)
    if (!counts) throw new Error(`no counts in ${text.slice(0, 200)}`)
    const names = ['accepted', 'duplicate', 'conflict', 'rejected'] as const
    for (const [at, name] of names.entries()) this.answered[name] += Number(counts[at + 1])
  }

  private post(body: Buffer): Promise<string> {
    const { url } = this.options
    return new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/x-ndjson', 'content-length': body.length }
      const out = request(`${url}/v1/events`, { method: 'POST', agent: this.agent, headers }, (answer) => {
        let start = ''
        answer.on('data', (chunk: Buffer) => {
          if (start.length < 500) start += chunk.toString('latin1', 0, 500)
        })
        answer.on('error', reject)
        answer.on('end', () => {
          if (answer.statusCode === 200) resolve(start)
          else reject(new Error(`${answer.statusCode}: ${start}`))
        })
      })
      out.on('error', reject)
      out.end(body)
    })
  }
}
