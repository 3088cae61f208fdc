/**
 * Every failure that a user can meet, by its stable code. `retry` says whether the same request may succeed later
 * without a change; `fix` tells what to do. docs/errors.md is tested against this table.
 */
export const errorCatalogue = {
  // money
  'amount.malformed': { retry: false, fix: 'Write amounts as decimal strings in major units: digits, perhaps a point and digits; no sign, no exponent.' },
  'amount.tooPrecise': { retry: false, fix: 'Use at most `decimals + 12` fraction digits of the currency.' },
  'amount.tooLarge': { retry: false, fix: 'Amounts must stay below 2^160 ledger units; split the call.' },
  'share.malformed': { retry: false, fix: 'Write shares as decimal fractions with at most 9 fraction digits, e.g. "0.125".' },
  'share.outOfRange': { retry: false, fix: 'A share is above 0 and at most 1; a fee may be 0.' },
} as const satisfies Record<string, { readonly retry: boolean; readonly fix: string }>

export type ErrorCode = keyof typeof errorCatalogue

/** What went wrong, where in the input (`path`, a JSON pointer), and facts for machines (`data`). */
export interface Fault {
  readonly code: ErrorCode
  readonly message: string
  readonly path?: string
  readonly data?: Readonly<Record<string, string | number | boolean | readonly string[]>>
}

/** An expected failure. `code` is stable; `message` is a sentence that says what was wrong and where. */
export class HeadwaterError extends Error {
  override readonly name = 'HeadwaterError'
  readonly code: ErrorCode
  readonly path: string | undefined
  readonly data: Fault['data']

  constructor(fault: Fault, options?: { cause?: unknown }) {
    super(fault.message, options)
    this.code = fault.code
    this.path = fault.path
    this.data = fault.data
  }

  get retry(): boolean {
    return errorCatalogue[this.code].retry
  }
}

/** Throws the expected failure `code`. */
export function fail(code: ErrorCode, message: string, rest: Omit<Fault, 'code' | 'message'> = {}): never {
  throw new HeadwaterError({ code, message, ...rest })
}
