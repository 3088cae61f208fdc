/** The refused list in memory. A fake of `RefusedStore`. */
import type { RefusedEvent, RefusedStore } from '../../src/usage/refused.ts'

export interface MemoryRefused extends RefusedStore {
  readonly entries: Map<string, RefusedEvent>
}

export function createMemoryRefused(): MemoryRefused {
  const entries = new Map<string, RefusedEvent>()
  return {
    entries,
    async add(events) {
      for (const event of events) if (!entries.has(event.id)) entries.set(event.id, event)
    },
    async list({ limit, after, code }) {
      const all = [...entries.values()].filter((entry) => code === undefined || entry.code === code)
      const start = after === undefined ? 0 : all.findIndex((entry) => entry.id === after) + 1
      return all.slice(start, start + limit)
    },
    async count(code) {
      return [...entries.values()].filter((entry) => code === undefined || entry.code === code).length
    },
    async resolve(ids) {
      for (const id of ids) entries.delete(id)
    },
  }
}
