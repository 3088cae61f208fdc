/**
 * Fixes the queue of requests of kafkajs 2.2.4. While empty, it sets a timer to a time that is long past: every idle
 * connection wakes up a thousand times a second, and Node 24 warns of a negative timeout. An empty queue needs no timer:
 * a request that is pushed later sets its own.
 */
import { createRequire } from 'node:module'

interface RequestQueue {
  readonly pending: readonly unknown[]
  readonly throttledUntil: number
  scheduleCheckPendingRequests(): void
}

const { prototype } = createRequire(import.meta.url)('kafkajs/src/network/requestQueue/index.js') as {
  prototype: RequestQueue
}
const schedule = prototype.scheduleCheckPendingRequests

prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
  if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this)
}
