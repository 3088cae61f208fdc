/**
 * Links with which payees sign in, by the events of their stream. In memory are those that can still be used, and those
 * that ended within 30 days.
 */
import { z } from 'zod'
import type { EventStore, Revision } from '../../eventstore/port.ts'
import { type PeopleEvent, readPeopleEvent } from '../../log/people/index.ts'
import { readWhole } from '../../log/readWhole.ts'
import { streams } from '../../log/streams.ts'
import { decodeCursor, encodeCursor } from '../../service/cursor.ts'
import { pageItemsDefault } from '../../service/headwater.ts'
import type { LinkQuery, SignInLink, SignInLinkPage } from '../../service/people.ts'

/** Links that can be used at once. */
export const openLinksMax = 100_000
const keptMs = 30 * 24 * 3_600_000

interface BookedLink {
  readonly link: string
  readonly payee: string
  readonly hash: string
  readonly madeAt: string
  readonly madeBy: string
  readonly expiresAt: string
  /** Of the event that made it: lists go on after it. */
  readonly revision: Revision
  usedAt?: string
  revokedAt?: string
}

export class LinkBook {
  /** Of the stream's last event that the book has; -1: none. */
  revision = -1
  readonly #byId = new Map<string, BookedLink>()
  readonly #byHash = new Map<string, BookedLink>()

  /** Reads what was recorded since. @throws HeadwaterError `data.damaged` */
  async read(events: Pick<EventStore, 'readStream'>, now: Date): Promise<void> {
    for await (const event of readWhole(events, streams.people, this.revision + 1)) {
      this.#apply(readPeopleEvent(event), event)
      this.revision = event.revision
    }
    // In the order made, and so about in the order in which they end.
    const before = now.getTime() - keptMs
    for (const booked of this.#byId.values()) {
      if (endOf(booked) >= before) break
      this.#byId.delete(booked.link)
      this.#byHash.delete(booked.hash)
    }
  }

  get(link: string): BookedLink | undefined {
    return this.#byId.get(link)
  }

  /** @param hash SHA-256 of the token, in hex */
  withHash(hash: string): BookedLink | undefined {
    return this.#byHash.get(hash)
  }

  openCount(now: Date): number {
    let count = 0
    for (const booked of this.#byId.values()) if (stateOf(booked, now) === 'open') count++
    return count
  }

  /** In the order made. */
  *after(revision: Revision): Iterable<BookedLink> {
    for (const booked of this.#byId.values()) if (booked.revision > revision) yield booked
  }

  #apply({ type, data }: PeopleEvent, event: { recordedAt: string; revision: Revision }): void {
    const { recordedAt: at, revision } = event
    if (type === 'LinkMade') {
      const { by, ...fields } = data
      const booked = { ...fields, madeAt: at, madeBy: by.name, revision }
      this.#byId.set(data.link, booked)
      this.#byHash.set(data.hash, booked)
      return
    }
    const booked = type === 'AccountSigned' ? undefined : this.#byId.get(data.link)
    if (booked === undefined) return
    if (type === 'LinkUsed') booked.usedAt ??= at
    else booked.revokedAt ??= at
  }
}

function endOf({ expiresAt, usedAt, revokedAt }: BookedLink): number {
  return Date.parse(revokedAt ?? usedAt ?? expiresAt)
}

export function stateOf({ revokedAt, usedAt, expiresAt }: BookedLink, now: Date): SignInLink['state'] {
  if (revokedAt !== undefined) return 'revoked'
  if (usedAt !== undefined) return 'used'
  return Date.parse(expiresAt) <= now.getTime() ? 'expired' : 'open'
}

export function viewLink(booked: BookedLink, now: Date): SignInLink {
  const { link, payee, madeAt, madeBy, expiresAt, usedAt = null } = booked
  return { link, payee, state: stateOf(booked, now), madeAt, madeBy, expiresAt, usedAt }
}

const place = z.number().int().nonnegative()

/** In the order made. @throws HeadwaterError `cursor.malformed` */
export function pageOfLinks(
  book: LinkBook,
  { cursor, limit = pageItemsDefault, payee }: LinkQuery,
  now: Date,
): SignInLinkPage {
  const found: BookedLink[] = []
  const shown = () => found.map((link) => viewLink(link, now))
  for (const one of book.after(cursor === undefined ? -1 : decodeCursor(cursor, place))) {
    if (payee !== undefined && one.payee !== payee) continue
    if (found.length === limit) return { items: shown(), next: encodeCursor(found.at(-1)!.revision) }
    found.push(one)
  }
  return { items: shown(), next: null }
}
