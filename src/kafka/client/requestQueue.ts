/**
 * Mends kafkajs 2.2.4's queue of requests. With nothing to wait for it sets a timer to a moment long past, so that every
 * idle connection wakes up a thousand times a second, and Node 24 warns of a negative timeout. A queue that is empty has
 * nothing to look after: what is pushed later plans its own look.
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
