/** The data of events that are no calls, by the templates of a mapping: refunds, disputes, transfers, payments, deposits. */
import { fail } from '../../../errors.ts'
import { compileTemplate, type FieldSource, type Row, type Template } from './fields.ts'
import type { OtherMapping } from './schema.ts'
import { compileAmount, currencyOf } from './values.ts'

type Data = { readonly [name: string]: string | undefined | Data }
type Read<Of extends Row> = (row: Of) => Data

/** @throws HeadwaterError `mapping.malformed` */
export function compileOther<Of extends Row>(
  mapping: OtherMapping,
  source: FieldSource<Of>,
): { readonly type: string; readonly read: (row: Of) => { readonly data: Data } } {
  const { event } = mapping
  const type = `io.headwater.${event.type}`
  const texts = <Name extends string>(
    templates: { readonly [Text in Name]?: string | undefined },
    under = '',
  ) => compileTexts(templates, source, `/event${under}`)
  const money = (template: string | undefined): Read<Of> => compileMoney(template, mapping, source)
  const reads: Read<Of>[] = []
  switch (event.type) {
    case 'call.refunded': {
      const [call, reason] = [texts(event.call, '/call'), texts({ reason: event.reason })]
      reads.push((row) => ({ call: call(row) }), reason)
      if (event.amount !== undefined) reads.push(money(event.amount))
      break
    }
    case 'call.disputed': {
      const call = texts(event.call, '/call')
      reads.push((row) => ({ call: call(row) }), texts({ reason: event.reason }))
      break
    }
    case 'dispute.closed': {
      const dispute = texts(event.dispute, '/dispute')
      reads.push((row) => ({ dispute: dispute(row) }))
      break
    }
    case 'transfer.recorded': {
      const { from, to, reason } = event
      reads.push(texts({ from, to, reason }), money(event.amount))
      break
    }
    default: {
      const { payee, reference } = event
      reads.push(texts({ payee, reference }), money(event.amount))
    }
  }
  return { type, read: (row) => ({ data: Object.assign({}, ...reads.map((read) => read(row))) }) }
}

function compileTexts<Of extends Row>(
  templates: { readonly [name: string]: string | undefined },
  source: FieldSource<Of>,
  path: string,
): Read<Of> {
  const fields: (readonly [string, Template<Of>])[] = []
  for (const [name, template] of Object.entries(templates)) {
    if (template !== undefined) fields.push([name, compileTemplate(template, source, `${path}/${name}`)])
  }
  return (row) => Object.fromEntries(fields.map(([name, text]) => [name, text(row)]))
}

/** A row without its amount is no event: of a refund it would take back the whole call. */
function compileMoney<Of extends Row>(
  template: string | undefined,
  mapping: OtherMapping,
  source: FieldSource<Of>,
): Read<Of> {
  const { event } = mapping
  const amount = compileAmount(template, mapping, source)
  const currency =
    'currency' in event ? compileTemplate(event.currency ?? '', source, '/event/currency') : nothing
  return (row) => {
    const [given, name] = [amount(row), currency(row)]
    if (given === undefined) {
      fail('record.incomplete', 'The row has no amount.', {
        path: '/data/amount',
        fix: 'Leave such rows out by a rule of "where" in the mapping.',
      })
    }
    return { amount: given, currency: name === undefined ? undefined : currencyOf(name, mapping) }
  }
}

function nothing(): undefined {}
