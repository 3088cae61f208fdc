/** Reads and writes links: one piece of work at a time, on a book that has everything recorded so far. */
import { createHash } from 'node:crypto'
import { hex } from '../../base/hex.ts'
import { oneAtATime } from '../../base/oneAtATime.ts'
import { uuidV4 } from '../../base/uuid.ts'
import { fail } from '../../errors.ts'
import type { NewEvent } from '../../eventstore/port.ts'
import { peopleEvents } from '../../log/people/index.ts'
import { streams } from '../../log/streams.ts'
import {
  type LinkQuery,
  linkHoursDefault,
  linkHoursMax,
  type MakeLink,
  type People,
  type PeopleServed,
} from '../../service/people.ts'
import { localUser } from '../audit/auditLog.ts'
import type { Engines } from '../engines.ts'
import type { Parts } from '../openParts.ts'
import type { RunningWork } from '../runningWork.ts'
import { LinkBook, openLinksMax, pageOfLinks, stateOf, viewLink } from './linkBook.ts'

const hourMs = 3_600_000
const tokenBytes = 32

type Links = Pick<People, 'makeLink' | 'links' | 'revokeLink'> &
  Pick<PeopleServed, 'spendLink' | 'linkStands'>

export interface PeopleLog {
  readonly book: LinkBook
  /** Runs with a book that has everything recorded so far. What it appends counts if no other process was first. */
  booked<Result>(use: (parts: Parts) => Promise<Result>): Promise<Result>
  append(parts: Parts, event: Omit<NewEvent, 'id'>): Promise<void>
}

export function openPeopleLog(work: RunningWork<Parts>, engines: Engines): PeopleLog {
  const { events, clock, randomBytes } = engines
  const book = new LinkBook()
  const inTurn = oneAtATime()
  return {
    book,
    booked: (use) =>
      work.upToDate((parts) =>
        inTurn(async () => {
          await book.read(events, clock())
          return use(parts)
        }),
      ),
    async append({ exclusively }, event) {
      const expectedRevision = book.revision < 0 ? ('none' as const) : book.revision
      const added = { id: uuidV4(randomBytes(16)), ...event }
      const append = { stream: streams.people, expectedRevision, events: [added] }
      await exclusively(() => events.append([append]))
      await book.read(events, clock())
    },
  }
}

export function linkMethods({ book, booked, append }: PeopleLog, engines: Engines): Links {
  const { clock, randomBytes, audit } = engines

  async function make(parts: Parts, { payee, hours = linkHoursDefault, actor = localUser() }: MakeLink) {
    if (!Number.isInteger(hours) || hours < 1 || hours > linkHoursMax)
      fail('link.hours', `A link expires after 1 to ${linkHoursMax} hours, not ${hours}.`)
    // It says which payees there are, those that postings alone name too.
    await parts.settlement.balances(payee)
    if (book.openCount(clock()) >= openLinksMax)
      fail('link.tooMany', `There are ${openLinksMax} links that were not used yet.`)
    const token = Buffer.from(randomBytes(tokenBytes)).toString('base64url')
    const link = hex(randomBytes(8))
    const expiresAt = new Date(clock().getTime() + hours * hourMs).toISOString()
    const data = { link, payee, hash: hashOf(token), expiresAt, by: actor }
    await append(parts, { type: peopleEvents.LinkMade.type, data })
    await audit.record('link.made', actor, { link, payee, expiresAt })
    return { link, payee, expiresAt, token, fragment: `#/sign-in/${token}` }
  }

  return {
    makeLink: (asked) => booked((parts) => make(parts, asked)),
    links: (query: LinkQuery = {}) => booked(async () => pageOfLinks(book, query, clock())),
    revokeLink: (link, { actor = localUser() } = {}) =>
      booked(async (parts) => {
        const found = book.get(link)
        if (found === undefined)
          fail('link.unknown', `There is no link ${JSON.stringify(link.slice(0, 64))}.`)
        if (stateOf(found, clock()) !== 'revoked') {
          await append(parts, { type: peopleEvents.LinkRevoked.type, data: { link, by: actor } })
          await audit.record('link.revoked', actor, { link, payee: found.payee })
        }
        return viewLink(book.get(link)!, clock())
      }),
    spendLink: (token) =>
      booked(async (parts) => {
        const found = book.withHash(hashOf(token))
        // One sentence for all: who guesses learns nothing.
        if (found === undefined || stateOf(found, clock()) !== 'open')
          fail('link.refused', 'The link is not known, was used already, was revoked, or has expired.')
        const { link, payee } = found
        await append(parts, { type: peopleEvents.LinkUsed.type, data: { link } })
        await audit.record('link.used', { kind: 'payee', name: `link ${link}` }, { link, payee })
        return { link, payee }
      }),
    linkStands: (link) =>
      booked(async () => {
        const found = book.get(link)
        return found !== undefined && stateOf(found, clock()) === 'used'
      }),
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
