/**
 * A document before it has a form: headings, facts, tables and notes in their order. The writers of HTML and PDF show the
 * same sheet, so both say the same. Texts are plain: each writer escapes them for its form.
 */
export interface Sheet {
  readonly title: string
  /** What people file it under: who and when. */
  readonly subject: string
  /** The moment that the document speaks of, RFC 3339. No document has a time of its own making. */
  readonly time: string
  readonly blocks: readonly Block[]
  /** What is behind the figures; printed from a new page on. */
  readonly appendix: readonly Block[]
}

export type Block =
  | { readonly type: 'heading'; readonly text: string }
  | { readonly type: 'facts'; readonly facts: readonly Fact[] }
  | { readonly type: 'table'; readonly columns: readonly SheetColumn[]; readonly rows: readonly Row[] }
  | { readonly type: 'note'; readonly text: string }
  /** A step that ends a wait, after the reason of the wait. */
  | { readonly type: 'step'; readonly why: string; readonly step: string }

type Fact = readonly [name: string, value: string]
/** Cells in the order of the columns. */
export type Row = readonly string[]

export interface SheetColumn {
  readonly head: string
  /** Amounts are aligned at the right, with all their digits. Default: text. */
  readonly kind?: 'amount'
  /** Part of the width that a column of text takes beside others; default: 1. */
  readonly weight?: number
}
