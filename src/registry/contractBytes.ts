/** Clauses and payout rules as bytes, as a store keeps them. */
import type { AssetId, CurrencyCode, PayeeId } from '../events/ids.ts'
import type { PartRole } from '../events/index.ts'
import type { LedgerUnits } from '../money/ledgerUnits.ts'
import type { Share } from '../money/share.ts'
import type { Clause, PayoutRule } from './contractModel.ts'
import { RecordReader, RecordWriter } from './recordBytes.ts'

export function clauseToBytes(clause: Clause): Uint8Array {
  const { tiers, cap = 0n, assets = [], roles = [], until = 0, endedAt = 0, endedRevision = 0 } = clause
  const writer = new RecordWriter()
  for (const text of [clause.clause, clause.payee, clause.to, clause.currency]) writer.text(text)
  writer.list(tiers, tiers.length, ({ upTo = 0n, share }) => {
    writer.bigint(upTo)
    writer.int(share)
  })
  writer.bigint(cap)
  writer.list(assets, assets.length, (asset) => writer.text(asset))
  writer.list(roles, roles.length, (role) => writer.text(role))
  // 0 stands for what a clause does not have: its amounts are above it, and so are all times and later revisions.
  for (const int of [clause.rank, clause.effectiveFrom, until, endedAt, endedRevision, clause.revision])
    writer.int(int)
  return writer.taken()
}

export function clauseFromBytes(bytes: Uint8Array): Clause {
  const reader = new RecordReader(bytes)
  const [clause, payee, to] = [reader.text(), reader.text<PayeeId>(), reader.text<PayeeId>()]
  const currency = reader.text<CurrencyCode>()
  const tiers = reader.list(() => {
    const upTo = reader.bigint() as LedgerUnits
    return { ...(upTo > 0n && { upTo }), share: reader.int() as Share }
  })
  const cap = reader.bigint() as LedgerUnits
  const assets = reader.list(() => reader.text<AssetId>())
  const roles = reader.list(() => reader.text<PartRole>())
  const [rank, effectiveFrom, until, endedAt] = [reader.int(), reader.int(), reader.int(), reader.int()]
  const [endedRevision, revision] = [reader.int(), reader.int()]
  return {
    ...{ clause, payee, to, currency, tiers, rank, effectiveFrom, revision },
    ...(cap > 0n && { cap }),
    ...(assets.length > 0 && { assets }),
    ...(roles.length > 0 && { roles }),
    ...(until > 0 && { until }),
    ...(endedAt > 0 && { endedAt, endedRevision }),
  }
}

export function payoutRuleToBytes(rule: PayoutRule): Uint8Array {
  const writer = new RecordWriter()
  writer.text(rule.kind)
  writer.text(rule.payee)
  writer.int(rule.effectiveFrom)
  writer.int(rule.revision)
  switch (rule.kind) {
    case 'reserve':
      writer.text(rule.currency)
      writer.int(rule.share)
      writer.int(rule.days)
      break
    case 'threshold':
      writer.text(rule.currency)
      writer.bigint(rule.threshold)
      break
    case 'hold':
      writer.int(rule.isHeld ? 1 : 0)
      writer.text(rule.reason)
      break
    case 'withholding':
      writer.text(rule.currency)
      writer.int(rule.share)
      writer.text(rule.to)
  }
  return writer.taken()
}

export function payoutRuleFromBytes(bytes: Uint8Array): PayoutRule {
  const reader = new RecordReader(bytes)
  const kind = reader.text<PayoutRule['kind']>()
  const payee = reader.optionalText<PayeeId>()
  const [effectiveFrom, revision] = [reader.int(), reader.int()]
  const fields = { effectiveFrom, revision }
  const ofPayee = { ...fields, ...(payee !== undefined && { payee }) }
  switch (kind) {
    case 'reserve': {
      const currency = reader.text<CurrencyCode>()
      return { kind, ...ofPayee, currency, share: reader.int() as Share, days: reader.int() }
    }
    case 'threshold': {
      const currency = reader.text<CurrencyCode>()
      return { kind, ...ofPayee, currency, threshold: reader.bigint() as LedgerUnits }
    }
    case 'hold': {
      const isHeld = reader.int() === 1
      const reason = reader.optionalText()
      return { kind, ...fields, payee: payee!, isHeld, ...(reason !== undefined && { reason }) }
    }
    case 'withholding': {
      const currency = reader.optionalText<CurrencyCode>()
      const share = reader.int() as Share
      const to = reader.text<PayeeId>()
      return { kind, ...ofPayee, ...(currency !== undefined && { currency }), share, to }
    }
  }
}
