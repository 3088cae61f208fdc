/** What the page shows, as its address has it: `#/flow/3/asset=model%3Aacme%2Fchat`, or `#/flow/call/id=42`. */
import type { FlowView } from 'headwater/client'

export interface Shown extends FlowView {
  /** A closed epoch; undefined for the last one, or where a call is shown. */
  readonly epoch?: number | undefined
  readonly call?: { readonly id: string; readonly source?: string | undefined } | undefined
}

const texts = ['currency', 'asset', 'payee', 'prefix', 'owner'] as const
const groupings = ['kind', 'owner', 'prefix'] as const

export function shownAt(subject: string | undefined, query: string | undefined): Shown {
  const asked = new URLSearchParams(decode(query ?? ''))
  const view: { -readonly [Name in keyof Shown]: Shown[Name] } = {}
  for (const name of texts) {
    const value = asked.get(name)
    if (value) view[name] = value
  }
  const by = asked.get('by')
  if (groupings.includes(by as never)) view.by = by as (typeof groupings)[number]
  const top = Number(asked.get('top'))
  if (Number.isSafeInteger(top) && top > 0) view.top = top
  const id = asked.get('id')
  if (subject === 'call' && id) view.call = { id, source: asked.get('source') ?? undefined }
  else if (/^[1-9][0-9]{0,8}$/.test(subject ?? '')) view.epoch = Number(subject)
  return view
}

export function addressOf({ epoch, call, top, ...view }: Shown): string {
  const asked = new URLSearchParams()
  for (const name of [...texts, 'by'] as const) if (view[name]) asked.set(name, view[name])
  if (top !== undefined) asked.set('top', String(top))
  if (call) asked.set('id', call.id)
  if (call?.source) asked.set('source', call.source)
  const subject = call ? 'call' : epoch
  if (subject === undefined) return '/flow'
  const query = asked.toString()
  return `/flow/${subject}${query === '' ? '' : `/${encodeURIComponent(query)}`}`
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
