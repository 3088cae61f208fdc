/**
 * The one class of expected failures. A failure has a code. Its advice comes from the tables that were given to
 * `adviseOn`, so a small program (merkle in a browser) loads the advice of its own area only.
 */
import type { Advice, Advices } from './advice.ts'
import type { ErrorCode } from './codes.ts'

const advice = new Map<string, Advice>()

/** Adds the advice of an area: every failure with one of its codes then has it. */
export function adviseOn(area: Advices): void {
  for (const [code, entry] of Object.entries(area)) advice.set(code, entry)
}

/** What went wrong, where in the input (`path`, a JSON pointer), and facts for machines (`data`). */
export interface Fault {
  readonly code: ErrorCode
  readonly message: string
  readonly path?: string
  readonly data?: Readonly<Record<string, string | number | boolean | readonly string[]>>
  /** What to do in this case, where that is not what the table of codes says. */
  readonly fix?: string
}

/** An expected failure. `code` is stable; `message` is a sentence that says what was wrong and where. */
export class HeadwaterError extends Error {
  override readonly name = 'HeadwaterError'
  readonly code: ErrorCode
  readonly path: string | undefined
  readonly data: Fault['data']
  readonly #fix: string | undefined

  constructor(fault: Fault, options?: { cause?: unknown }) {
    super(fault.message, options)
    this.code = fault.code
    this.path = fault.path
    this.data = fault.data
    this.#fix = fault.fix
  }

  /** Whether the same request may succeed later without a change. */
  get retry(): boolean {
    return advice.get(this.code)?.retry ?? false
  }

  /** What to do in this case, where the table of codes says something else. */
  get ownFix(): string | undefined {
    return this.#fix
  }

  /** What to do about it, as a sentence. */
  get fix(): string {
    return this.#fix ?? advice.get(this.code)?.fix ?? ''
  }
}

/** Throws the expected failure `code`. */
export function fail(code: ErrorCode, message: string, rest: Omit<Fault, 'code' | 'message'> = {}): never {
  throw new HeadwaterError({ code, message, ...rest })
}

/** The fault of an expected failure; anything else is a bug and goes on. */
export function faultOf(error: unknown): Fault {
  if (!(error instanceof HeadwaterError)) throw error
  const { code, message, path, data, ownFix } = error
  return {
    code,
    message,
    ...(path !== undefined && { path }),
    ...(data !== undefined && { data }),
    ...(ownFix !== undefined && { fix: ownFix }),
  }
}
