/** The refused list in memory. A fake of `RefusedStore`. */
import type { RefusedEvent, RefusedStore } from '../../src/usage/refused.ts'

export interface MemoryRefused extends RefusedStore {
  readonly entries: Map<string, RefusedEvent>
}

/** @param entriesMax further entries are not kept */
export function createMemoryRefused(entriesMax = Number.POSITIVE_INFINITY): MemoryRefused {
  const entries = new Map<string, RefusedEvent>()
  const numbers = new Map<string, number>()
  const losses = { notKept: 0, dismissed: 0, expired: 0 }
  return {
    entries,
    async add(events) {
      const notKept = new Set<string>()
      for (const event of events) {
        if (entries.has(event.id)) continue
        if (entries.size < entriesMax) {
          entries.set(event.id, event)
          numbers.set(event.id, numbers.size)
        } else notKept.add(event.id)
      }
      losses.notKept += notKept.size
      return notKept
    },
    async list({ limit, after, code, identities }) {
      const wanted = identities && namesOf(identities)
      const all = [...entries.values()].filter(
        (entry) => (code === undefined || entry.code === code) && (wanted?.has(entry.identity ?? '') ?? true),
      )
      const beyond = all.filter(({ id }) => after === undefined || numbers.get(id)! > after.number)
      const part = beyond.slice(0, limit)
      const last = part.at(-1)?.id ?? ''
      return {
        entries: part,
        next: beyond.length > limit ? { at: 0, number: numbers.get(last)!, line: 0, id: last } : undefined,
      }
    },
    async codes() {
      const counts = new Map<string, number>()
      for (const { code } of entries.values()) counts.set(code, (counts.get(code) ?? 0) + 1)
      return new Map([...counts].sort(([left], [right]) => (left < right ? -1 : 1)))
    },
    async count(code) {
      return [...entries.values()].filter((entry) => code === undefined || entry.code === code).length
    },
    async resolve(ids) {
      for (const id of ids) entries.delete(id)
    },
    async closeAccepted(identities) {
      const accepted = namesOf(identities)
      for (const { id, identity = '', code } of entries.values()) {
        if (accepted.has(identity) && code !== 'event.conflict') entries.delete(id)
      }
    },
    async dismiss({ code, ids, before }) {
      const wanted = [...entries.values()].filter(
        (entry) =>
          (code === undefined || entry.code === code) &&
          (ids === undefined || ids.includes(entry.id)) &&
          (before === undefined || Date.parse(entry.refusedAt) < before),
      )
      for (const { id } of wanted) entries.delete(id)
      losses.dismissed += wanted.length
      return wanted.length
    },
    losses: async () => ({ ...losses }),
  }
}

function namesOf(identities: Uint8Array): Set<string> {
  const names = new Set<string>()
  for (let at = 0; at < identities.length; at += 16) {
    names.add(Buffer.from(identities.subarray(at, at + 16)).toString('hex'))
  }
  return names
}
