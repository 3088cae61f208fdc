/**
 * Sessions of people in a browser. They are in memory: a server that starts again asks people to sign in again. What
 * a session may do is looked up for each request: a revoked key or link ends it, and a payee that binds another account
 * takes its statements away from the account before, once its notice is over.
 */
import { createHash, randomBytes } from 'node:crypto'
import type { Headwater } from '../../service/headwater.ts'
import { pageItemsMax } from '../../service/headwater.ts'
import type { PeopleServed } from '../../service/people.ts'
import type { KeyRing, Principal } from '../keyRing.ts'

/** By whom a session was begun. */
export type Who =
  | { readonly by: 'key'; readonly hash: Buffer }
  /** CAIP-10. */
  | { readonly by: 'account'; readonly account: string }
  | { readonly by: 'link'; readonly link: string; readonly payee: string }

export interface Session {
  readonly who: Who
  readonly expiresAt: Date
}

interface SessionsDeps {
  readonly headwater: Pick<Headwater, 'payees'>
  readonly keys: KeyRing
  readonly people: Pick<PeopleServed, 'linkStands'> | undefined
  readonly clock: () => Date
  readonly hours: number
}

const sessionsMax = 10_000
/** Of one key, account or link. */
const sessionsOfOneMax = 20
/** So long a caller that was looked up is taken to be the same. */
const knownMs = 1_000
/** Payees of one account. */
const payeesMax = 10_000
const hourMs = 3_600_000

interface Kept extends Session {
  readonly name: string
  known?: { readonly principal: Principal; readonly until: number }
}

export class Sessions {
  readonly #deps: SessionsDeps
  /** By the hash of their ids, in the order begun. */
  readonly #kept = new Map<string, Kept>()

  constructor(deps: SessionsDeps) {
    this.#deps = deps
  }

  /** @returns the id, for the cookie alone; undefined where it may not be begun */
  async begin(who: Who): Promise<{ id: string; session: Session; principal: Principal } | undefined> {
    const principal = await this.#lookUp(who)
    if (principal === undefined) return undefined
    const now = this.#deps.clock().getTime()
    const name = `${who.by} ${principal.name}`
    this.#makeRoom(name, now)
    const id = randomBytes(32).toString('base64url')
    const session: Kept = { who, name, expiresAt: new Date(now + this.#deps.hours * hourMs) }
    this.#kept.set(hashOf(id), session)
    return { id, session, principal }
  }

  /** Who asks with this id; undefined where its session is over. */
  async find(id: string): Promise<{ session: Session; principal: Principal } | undefined> {
    const hash = hashOf(id)
    const session = this.#kept.get(hash)
    if (session === undefined) return undefined
    const now = this.#deps.clock()
    if (session.expiresAt > now) {
      if (session.known !== undefined && session.known.until > now.getTime())
        return { session, principal: session.known.principal }
      const principal = await this.#lookUp(session.who)
      if (principal !== undefined) {
        session.known = { principal, until: now.getTime() + knownMs }
        return { session, principal }
      }
    }
    this.#kept.delete(hash)
    return undefined
  }

  end(id: string): void {
    this.#kept.delete(hashOf(id))
  }

  #makeRoom(name: string, now: number): void {
    const own: string[] = []
    for (const [hash, kept] of this.#kept) {
      if (kept.expiresAt.getTime() <= now) this.#kept.delete(hash)
      else if (kept.name === name) own.push(hash)
    }
    for (const hash of own.slice(0, Math.max(0, own.length + 1 - sessionsOfOneMax))) this.#kept.delete(hash)
    for (const hash of this.#kept.keys()) {
      if (this.#kept.size < sessionsMax) break
      this.#kept.delete(hash)
    }
  }

  async #lookUp(who: Who): Promise<Principal | undefined> {
    const { keys, people } = this.#deps
    switch (who.by) {
      case 'key':
        return keys.withHash(who.hash) ?? undefined
      case 'account': {
        const payees = await this.#payeesOf(who.account)
        return payees.length === 0 ? undefined : payeeCaller(who.account, payees)
      }
      case 'link':
        if (!(await people?.linkStands(who.link))) return undefined
        return payeeCaller(`link ${who.link}`, [who.payee])
    }
  }

  async #payeesOf(account: string): Promise<string[]> {
    const payees: string[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<Headwater['payees']>> = await this.#deps.headwater.payees({
        account,
        limit: pageItemsMax,
        ...(cursor !== null && { cursor }),
      })
      payees.push(...page.items.map(({ payee }) => payee))
      cursor = page.next
    } while (cursor !== null && payees.length < payeesMax)
    return payees
  }
}

function payeeCaller(name: string, payees: readonly string[]): Principal {
  return {
    kind: 'payee',
    name,
    scopes: new Set(['payee']),
    allowed: { calls: false, registry: false },
    payees,
  }
}

function hashOf(id: string): string {
  return createHash('sha256').update(id).digest('base64url')
}
