/** Makes an event of a row by the templates of a mapping: a call, or what `type` says. */
import { fail, faultOf } from '../../../errors.ts'
import { assetPattern } from '../../../events/ids.ts'
import { callType } from '../../../events/index.ts'
import { assetName } from '../../assetName.ts'
import type { TokensFrom } from '../../usage/index.ts'
import type { EventNames, MappedCall, MappedEvent } from '../mapped.ts'
import { modelNames } from '../modelNames.ts'
import { compileCounts } from './counts.ts'
import { compileTemplate, type FieldSource, type Row, type Template } from './fields.ts'
import { compileOther } from './otherEvents.ts'
import { compileRepeats } from './repeats.ts'
import { byType, type CallMapping, type RowMapping } from './schema.ts'
import { compileAmount, compileTimes, currencyOf } from './values.ts'
import { compileWhere } from './where.ts'

export interface EventMaker<Of extends Row> {
  /** The rule of `where` that leaves the row out. */
  leftOut(row: Of): string | undefined
  names(row: Of): EventNames
  /** @throws HeadwaterError `record.*` */
  event(row: Of, names: EventNames): MappedCall
  /** Of calls: what each token class came from. */
  readonly tokensFrom: ((row: Of) => TokensFrom) | undefined
}

/** What a row becomes: an event, something that a rule leaves out, or a fault. */
export function readRow<Of extends Row>(maker: EventMaker<Of>, row: Of, explains: boolean): MappedEvent {
  let names: EventNames = {}
  try {
    const reason = maker.leftOut(row)
    if (reason !== undefined) return { skipped: reason }
    names = maker.names(row)
    const call = maker.event(row, names)
    return explains && maker.tokensFrom ? { ...call, from: maker.tokensFrom(row) } : call
  } catch (error) {
    return { fault: faultOf(error), ...names }
  }
}

/** @throws HeadwaterError `mapping.malformed` */
export function createEventMaker<Of extends Row>(
  mapping: RowMapping,
  source: FieldSource<Of>,
): EventMaker<Of> {
  const { event } = mapping
  const eventSource = compileTemplate(event.source, source, '/event/source')
  const id = compileTemplate(event.id, source, '/event/id')
  const times = compileTimes(mapping, source)
  const number = compileRepeats(event.id, source)
  const typed = byType(mapping)
  const compiled: Compiled<Of> =
    'call' in typed ? compileCall(typed.call, source) : compileOther(typed.other, source)
  const { type, read, tokensFrom } = compiled
  return {
    leftOut: compileWhere(mapping.where, source, mapping),
    names(row) {
      number?.(row)
      return { source: eventSource(row), id: id(row) }
    },
    event(row, names) {
      const time = times(row)
      const { data, reading } = read(row)
      const event = { specversion: '1.0', type, ...names, time, data }
      return reading === undefined ? { event } : { event, reading }
    },
    tokensFrom,
  }
}

/** What becomes the data of an event. */
interface Compiled<Of extends Row> {
  readonly type: string
  readonly read: (row: Of) => { readonly data: object; readonly reading?: string | undefined }
  readonly tokensFrom?: (row: Of) => TokensFrom
}

function compileCall<Of extends Row>(mapping: CallMapping, source: FieldSource<Of>): Compiled<Of> {
  const { event } = mapping
  const optional = (name: 'version' | 'currency' | 'caller' | 'agent' | 'traceId' | 'providerCallId') => {
    const template = event[name]
    return template === undefined ? nothing : compileTemplate(template, source, `/event/${name}`)
  }
  const asset = compileAsset(mapping, source)
  const [version, currency, caller] = [optional('version'), optional('currency'), optional('caller')]
  const [agent, traceId, providerCallId] = [
    optional('agent'),
    optional('traceId'),
    optional('providerCallId'),
  ]
  const amount = compileAmount(event.amount, mapping, source)
  const counts = compileCounts(mapping, source)
  const read = (row: Of): { data: object; reading?: string | undefined } => {
    const named = asset(row)
    const declared = amount(row)
    const money = currency(row)
    const { tokens, reading } = counts.tokens(row, declared !== undefined)
    const data = {
      asset: named.asset,
      version: named.version ?? version(row),
      amount: declared,
      // A row without an amount, of a file that has amounts, is priced by the rate: it has no currency either then.
      currency: declared === undefined || money === undefined ? undefined : currencyOf(money, mapping),
      caller: caller(row),
      agent: agent(row),
      traceId: traceId(row),
      providerCallId: providerCallId(row),
      tokens,
    }
    return { data, reading }
  }
  return { type: callType, read, tokensFrom: counts.from }
}

function nothing(): undefined {}

interface FoundAsset {
  readonly asset: string | undefined
  readonly version?: string | undefined
}

/** By `models`, otherwise by the template. Names of models in it are made to parts of asset ids. */
function compileAsset<Of extends Row>(
  { event, models }: CallMapping,
  source: FieldSource<Of>,
): (row: Of) => FoundAsset {
  const byTemplate = compileAssetTemplate(event.asset, source)
  if (event.model === undefined) return (row) => ({ asset: byTemplate(row) })
  const model = compileTemplate(event.model, source, '/event/model')
  const named = modelNames(models)
  return (row) => {
    const name = model(row)
    return (name === undefined ? undefined : named(name)) ?? { asset: byTemplate(row) }
  }
}

const kindFirst = /^(?:dataset|model|agent|tool):/

function compileAssetTemplate<Of extends Row>(template: string, source: FieldSource<Of>): Template<Of> {
  const path = '/event/asset'
  // Where the kind is a part of the template, its fields are names; otherwise they are ids already.
  if (!kindFirst.test(template)) {
    const text = compileTemplate(template, source, path)
    return (row) => {
      const asset = text(row)
      if (asset === undefined || assetPattern.test(asset) || !kindFirst.test(asset)) return asset
      const colon = asset.indexOf(':') + 1
      return asset.slice(0, colon) + assetName(asset.slice(colon))
    }
  }
  const text = compileTemplate(template, source, path, (value) =>
    value === '' ? nothingHere : assetName(value),
  )
  return (row) => {
    const asset = text(row)!
    if (!asset.includes(nothingHere)) return asset
    const plain = asset.replaceAll(nothingHere, '')
    if (!emptyStep.test(asset)) return plain
    const message = `The asset would be ${JSON.stringify(plain)}: a field of its template is empty.`
    return fail('record.incomplete', message, { path: '/data/asset' })
  }
}

/** In place of an empty field, so that a name such as `/models/llama` has none. No asset has this character. */
const nothingHere = '\0'
/** A part between slashes that is made of empty fields alone. */
const emptyStep = new RegExp(`[:/]${nothingHere}+(?:/|$)`)
