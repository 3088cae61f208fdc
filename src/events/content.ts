/**
 * The byte strings that stand for an event's identity and its content; their Keccak-256, cut to 16 bytes, is what the
 * identity index keeps. Lengths are written before texts, so that no two events share a byte string by accident.
 * Both depend on the event alone, never on the registry.
 *
 * Identity: one byte, 'C' for calls or 'R' for registry events; then source and id as texts.
 *
 * Content, little-endian throughout:
 *   text      u32 length in bytes, then UTF-8; where left out only 0xFFFFFFFF
 *   time      i64 microseconds since 1970; -1 where left out
 *   list      u32 count, then the fields of each item; left out and empty are the same 0
 * in this order: type (text), time (time), then the data's fields:
 *   currency.registered    currency, decimals, chain, token
 *   currency.bound         currency, chain, token
 *   fee.set                share, payee, effectiveFrom (time)
 *   payee.registered       payee, name, account
 *   payee.bound            payee, account
 *   asset.registered       asset, owner, name, license, metadataUri
 *   contribution.recorded  asset, contributions (list of payee, units)
 *   version.released       asset, version, releasedAt (time), contentDigest, holders (list of payee, share),
 *                          contributorShare, contributors (list of payee, units),
 *                          derivedFrom (list of asset, version, relation, policy, share)
 *   rate.set               asset, currency, effectiveFrom (time), perCall, perMillion's input, output, cacheRead, cacheWrite
 *   call.metered           asset, version, amount, currency, caller, agent, tokens' input, output, cacheRead, cacheWrite,
 *                          traceId, providerCallId
 * A field that an event gains later is not among these. It comes at the end, and only where it is given, as two texts:
 * its path below the data (`derivedFrom/0/until`) and its value (`ByteWriter.later`). So an event without it keeps the
 * content that it always had. Later fields follow each other in the order in which they were added.
 * Numbers are texts: shares and amounts as decimals without trailing zeros, decimals, units and tokens as digits
 * without leading zeros. EVM addresses are in lower case, accounts are CAIP-10 texts.
 */
import type { z } from 'zod'
import { ByteWriter } from './byteWriter.ts'
import type { EventDefinition } from './definition.ts'
import { eventDefinitions, type WireEvent } from './types.ts'

/** The space of identities that an event lives in: calls, or registry events. */
export type IdentitySpace = 'C' | 'R'

/** What names an event, to be hashed. */
export function identityBytes(space: IdentitySpace, source: string, id: string): Uint8Array {
  const bytes = new ByteWriter(9 + (source.length + id.length) * 3)
  bytes.byte(space.charCodeAt(0))
  bytes.text(source)
  bytes.text(id)
  return bytes.taken()
}

/** What an event says, to be hashed: equal for the same content, however it was written. */
export function contentBytes(event: WireEvent): Uint8Array {
  const bytes = new ByteWriter(512)
  bytes.text(event.type)
  bytes.time(event.time)
  const { content } = eventDefinitions[event.type] as EventDefinition<z.ZodType, unknown>
  content(bytes, event.data)
  return bytes.taken()
}
