/**
 * Registry facts: what was decided, and the JSON in which the event store keeps it for ever. A fact says all that the
 * event said, so that its content can be hashed again, and beside it what the decision fixed: the pinned versions.
 * A format, once recorded, is read for ever; `factFromRecorded` lifts old ones.
 */

import { formatAccount, parseAccount } from '../events/account.ts'
import { fractionDigits, type WrittenAmount } from '../events/fields.ts'
import { formatTime, parseTime } from '../events/time.ts'
import type { RegistryEventType, RegistryWireEvent, RegistryWireEventOf } from '../events/types.ts'
import { invariant } from '../invariant.ts'
import { formatShare, parseShare } from '../money/share.ts'

const released = 'io.headwater.version.released'
type Release = RegistryWireEventOf<typeof released>
type WireEdge = NonNullable<Release['data']['derivedFrom']>[number]

/** A source of a release, its version fixed. */
export type FactEdge = Omit<WireEdge, 'version'> & {
  readonly version: string
  /** The event left the version out and the decision chose it. */
  readonly pinned?: true
}

export type ReleaseFact = Omit<Release, 'data'> & {
  readonly data: Omit<Release['data'], 'derivedFrom'> & { readonly derivedFrom?: readonly FactEdge[] }
}

export type RegistryFact = Exclude<RegistryWireEvent, Release> | ReleaseFact

/** Format of the JSON that `factData` writes. */
export const factFormat = 1

type Json = { [key: string]: unknown }

/** The JSON to record under the fact's type: `format`, `source`, `id`, `time`, and the payload beside them. */
export function factData(fact: RegistryFact): Json {
  return {
    format: factFormat,
    source: fact.source,
    id: fact.id,
    time: formatTime(fact.time),
    ...factPayload(fact),
  }
}

/** A fact as recorded, in any format ever written. */
export function factFromRecorded(type: string, data: unknown): RegistryFact {
  const { format, source, id, time, ...payload } = data as Json
  invariant(format === factFormat, `a recorded ${type} has format ${factFormat}`)
  const read = readers[type as RegistryEventType] as ((payload: Json) => unknown) | undefined
  invariant(read !== undefined, `${type} is a type of registry fact`)
  return { type, source, id, time: parseTime(time as string), data: read(payload) } as RegistryFact
}

/** The event that the fact was decided from: pins taken out again. Its content is what a repetition is compared with. */
export function wireEventOf(fact: RegistryFact): RegistryWireEvent {
  if (fact.type !== released) return fact
  const { derivedFrom, ...data } = fact.data
  if (derivedFrom === undefined) return { ...fact, data }
  const edges = derivedFrom.map(
    ({ pinned, version, ...edge }): WireEdge => (pinned ? edge : { ...edge, version }),
  )
  return { ...fact, data: { ...data, derivedFrom: edges } }
}

/** The fact's own fields in JSON: what the registry digest covers beside type, source, id and time. */
export function factPayload(fact: RegistryFact): Json {
  switch (fact.type) {
    case 'io.headwater.currency.registered':
    case 'io.headwater.currency.bound':
    case 'io.headwater.asset.registered':
    case 'io.headwater.contribution.recorded':
      return { ...fact.data }
    case 'io.headwater.fee.set':
      return {
        share: formatShare(fact.data.share),
        payee: fact.data.payee,
        effectiveFrom: formatTime(fact.data.effectiveFrom),
      }
    case 'io.headwater.payee.registered':
    case 'io.headwater.payee.bound': {
      const { account } = fact.data
      return account === undefined ? { ...fact.data } : { ...fact.data, account: formatAccount(account) }
    }
    case 'io.headwater.version.released':
      return releasePayload(fact.data)
    case 'io.headwater.rate.set': {
      const { perCall, perMillion, effectiveFrom, ...rest } = fact.data
      return {
        ...rest,
        effectiveFrom: formatTime(effectiveFrom),
        ...(perCall && { perCall: perCall.text }),
        ...(perMillion && { perMillion: mapValues(perMillion, (price: WrittenAmount) => price.text) }),
      }
    }
  }
}

function releasePayload(data: ReleaseFact['data']): Json {
  const { releasedAt, holders, contributorShare, derivedFrom, ...rest } = data
  return {
    ...rest,
    ...(releasedAt !== undefined && { releasedAt: formatTime(releasedAt) }),
    ...(holders && { holders: holders.map(({ payee, share }) => ({ payee, share: formatShare(share) })) }),
    ...(contributorShare !== undefined && { contributorShare: formatShare(contributorShare) }),
    ...(derivedFrom && {
      derivedFrom: derivedFrom.map((edge) => ({ ...edge, share: formatShare(edge.share) })),
    }),
  }
}

type Readers = { readonly [Type in RegistryEventType]: (payload: Json) => unknown }

const asIs = (payload: Json) => payload

const readers: Readers = {
  'io.headwater.currency.registered': asIs,
  'io.headwater.currency.bound': asIs,
  'io.headwater.asset.registered': asIs,
  'io.headwater.contribution.recorded': asIs,
  'io.headwater.fee.set': ({ share, payee, effectiveFrom }) => ({
    share: readShare(share, true),
    payee,
    effectiveFrom: parseTime(effectiveFrom as string),
  }),
  'io.headwater.payee.registered': readBinding,
  'io.headwater.payee.bound': readBinding,
  'io.headwater.version.released': ({ releasedAt, holders, contributorShare, derivedFrom, ...rest }) => ({
    ...rest,
    ...(releasedAt !== undefined && { releasedAt: parseTime(releasedAt as string) }),
    ...(holders !== undefined && { holders: (holders as Json[]).map(readSharing) }),
    ...(contributorShare !== undefined && { contributorShare: readShare(contributorShare) }),
    ...(derivedFrom !== undefined && { derivedFrom: (derivedFrom as Json[]).map(readSharing) }),
  }),
  'io.headwater.rate.set': ({ perCall, perMillion, effectiveFrom, ...rest }) => ({
    ...rest,
    effectiveFrom: parseTime(effectiveFrom as string),
    ...(perCall !== undefined && { perCall: readPrice(perCall) }),
    ...(perMillion !== undefined && { perMillion: mapValues(perMillion as Json, readPrice) }),
  }),
}

function readBinding({ account, ...rest }: Json): Json {
  return account === undefined ? rest : { ...rest, account: parseAccount(account as string) }
}

function readSharing(item: Json): Json {
  return { ...item, share: readShare(item.share) }
}

function readShare(share: unknown, zeroAllowed = false) {
  return parseShare(share as string, undefined, zeroAllowed)
}

function readPrice(price: unknown): WrittenAmount {
  return { text: price as string, fractionDigits: fractionDigits(price as string) }
}

function mapValues<From, To>(
  object: { readonly [key: string]: From },
  map: (value: From) => To,
): { [key: string]: To } {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]))
}
