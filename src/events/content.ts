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
 * Numbers are texts: shares and amounts as decimals without trailing zeros, decimals, units and tokens as digits
 * without leading zeros. EVM addresses are in lower case, accounts are CAIP-10 texts.
 */
import { formatShare } from '../money/share.ts'
import { formatAccount } from './account.ts'
import { ByteWriter } from './byteWriter.ts'
import type { CallEvent, WireEvent } from './events.ts'

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
  writeData(bytes, event)
  return bytes.taken()
}

function writeData(bytes: ByteWriter, event: WireEvent): void {
  switch (event.type) {
    case 'io.headwater.currency.registered':
      bytes.texts(event.data.currency, String(event.data.decimals), event.data.chain, event.data.token)
      return
    case 'io.headwater.currency.bound':
      bytes.texts(event.data.currency, event.data.chain, event.data.token)
      return
    case 'io.headwater.fee.set':
      bytes.texts(formatShare(event.data.share), event.data.payee)
      bytes.time(event.data.effectiveFrom)
      return
    case 'io.headwater.payee.registered':
      bytes.texts(event.data.payee, event.data.name, event.data.account && formatAccount(event.data.account))
      return
    case 'io.headwater.payee.bound':
      bytes.texts(event.data.payee, formatAccount(event.data.account))
      return
    case 'io.headwater.asset.registered':
      bytes.texts(
        event.data.asset,
        event.data.owner,
        event.data.name,
        event.data.license,
        event.data.metadataUri,
      )
      return
    case 'io.headwater.contribution.recorded':
      bytes.text(event.data.asset)
      writeWeighted(bytes, event.data.contributions)
      return
    case 'io.headwater.version.released':
      writeRelease(bytes, event.data)
      return
    case 'io.headwater.rate.set': {
      const { perCall, perMillion } = event.data
      bytes.texts(event.data.asset, event.data.currency)
      bytes.time(event.data.effectiveFrom)
      bytes.texts(perCall?.text, perMillion?.input?.text, perMillion?.output?.text)
      bytes.texts(perMillion?.cacheRead?.text, perMillion?.cacheWrite?.text)
      return
    }
    case 'io.headwater.call.metered':
      writeCall(bytes, event.data)
  }
}

function writeCall(bytes: ByteWriter, data: CallEvent['data']): void {
  bytes.texts(data.asset, data.version, data.amount, data.currency, data.caller, data.agent)
  bytes.digits(data.tokens?.input)
  bytes.digits(data.tokens?.output)
  bytes.digits(data.tokens?.cacheRead)
  bytes.digits(data.tokens?.cacheWrite)
  bytes.texts(data.traceId, data.providerCallId)
}

function writeRelease(
  bytes: ByteWriter,
  data: Extract<WireEvent, { type: 'io.headwater.version.released' }>['data'],
): void {
  bytes.texts(data.asset, data.version)
  bytes.time(data.releasedAt ?? -1)
  bytes.text(data.contentDigest)
  bytes.u32(data.holders?.length ?? 0)
  for (const holder of data.holders ?? []) bytes.texts(holder.payee, formatShare(holder.share))
  bytes.text(data.contributorShare === undefined ? undefined : formatShare(data.contributorShare))
  writeWeighted(bytes, data.contributors ?? [])
  bytes.u32(data.derivedFrom?.length ?? 0)
  for (const edge of data.derivedFrom ?? []) {
    bytes.texts(edge.asset, edge.version, edge.relation, edge.policy, formatShare(edge.share))
  }
}

function writeWeighted(
  bytes: ByteWriter,
  list: readonly { readonly payee: string; readonly units: number }[],
): void {
  bytes.u32(list.length)
  for (const { payee, units } of list) {
    bytes.text(payee)
    bytes.digits(units)
  }
}
