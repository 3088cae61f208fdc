/**
 * The bytes of an event's identity and of its content. The identity index keeps the first 16 bytes of their Keccak-256.
 * The length of a text is written before it, so different fields never give the same bytes. Both depend on the event
 * alone, never on the registry.
 *
 * Identity: one byte, 'C' for calls, corrections, postings and descriptions, 'R' for registry events; then source and id as texts.
 *
 * Content, little-endian throughout:
 *   text      u32 length in bytes, then UTF-8; a text left out is 0xFFFFFFFF alone
 *   time      i64 microseconds since 1970; a time left out is -1
 *   list      u32 count, then the fields of each item; a list left out is 0, as an empty one
 * In this order: type (text), time (time), then the data's fields:
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
 *   cost.set               asset, payee, currency, effectiveFrom (time), perCall, perMillion's four as above, share
 *   holding.transferred    asset, version, from, to, share, effectiveFrom (time)
 *   clause.agreed          clause, payee, to, currency, tiers (list of upTo, share), share, cap, assets (list of asset),
 *                          roles (list of role), rank, effectiveFrom (time), until (time)
 *   clause.ended           clause, at (time)
 *   reserve.set            currency, payee, share, days, effectiveFrom (time)
 *   payout.set             currency, payee, threshold, effectiveFrom (time)
 *   payee.held             payee, reason, effectiveFrom (time)
 *   payee.cleared          payee, reason, effectiveFrom (time)
 *   withholding.set        payee, currency, share, to, effectiveFrom (time)
 *   call.metered           asset, version, amount, currency, caller, agent, tokens' input, output, cacheRead, cacheWrite,
 *                          traceId, providerCallId
 *   call.refunded          call's source, id; amount, currency, reason
 *   call.disputed          call's source, id; reason
 *   dispute.closed         dispute's source, id
 *   transfer.recorded      from, to, currency, amount, reason
 *   payment.recorded       payee, currency, amount, reference
 *   deposit.recorded       payee, currency, amount, reference
 *   payment.described      payment's chain, token, payer, nonce; asset, version, caller, tokens' input, output, cacheRead,
 *                          cacheWrite, traceId, providerCallId (validBefore is no content)
 * A field that a type gains later is not among these. It comes at the end, and only if the event has it, as two texts:
 * its path below the data (`derivedFrom/0/until`) and its value (`ByteWriter.later`). So events without it keep their
 * content. Several later fields are written in the order in which the type gained them; of a list, item by item:
 *   version.released       derivedFrom/N/until (a time as RFC 3339), derivedFrom/N/caps/M/currency and …/amount
 *
 * Numbers are texts. Shares and amounts are decimals without trailing zeros; decimals, units, tokens, ranks and days are digits
 * without leading zeros. EVM addresses are in lower case, accounts are CAIP-10 texts.
 */
import type { z } from 'zod'
import { ByteWriter } from './byteWriter.ts'
import type { EventDefinition } from './definition.ts'
import { eventDefinitions, type WireEvent } from './types.ts'

/** Events that become usage rows and registry events are two spaces of identities: 'C' and 'R'. */
export type IdentitySpace = 'C' | 'R'

/** The bytes of an event's identity, to be hashed. */
export function identityBytes(space: IdentitySpace, source: string, id: string): Uint8Array {
  const bytes = new ByteWriter(9 + (source.length + id.length) * 3)
  writeIdentity(bytes, space, source, id)
  return bytes.taken()
}

/** Writes the same to the end of `bytes`. */
export function writeIdentity(bytes: ByteWriter, space: IdentitySpace, source: string, id: string): void {
  bytes.byte(space.charCodeAt(0))
  bytes.text(source)
  bytes.text(id)
}

/**
 * The bytes of an event's content, to be hashed. Events with the same content have the same, however they are written.
 */
export function contentBytes(event: WireEvent): Uint8Array {
  const bytes = new ByteWriter(512)
  writeContent(bytes, event)
  return bytes.taken()
}

/** Writes the same to the end of `bytes`. */
export function writeContent(bytes: ByteWriter, event: WireEvent): void {
  bytes.text(event.type)
  bytes.time(event.time)
  const { content } = eventDefinitions[event.type] as EventDefinition<z.ZodType, unknown>
  content(bytes, event.data)
}
