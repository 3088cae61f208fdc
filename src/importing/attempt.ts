/** Expected failures as values. */
import { type Fault, faultOf, HeadwaterError } from '../errors.ts'

/** The expected failure of a document, for the report; anything else is a bug and goes on. */
export function attempt<Result>(
  read: () => Result,
): { readonly result: Result } | { readonly fault: Fault; readonly fix: string } {
  try {
    return { result: read() }
  } catch (error) {
    if (!(error instanceof HeadwaterError)) throw error
    return { fault: faultOf(error), fix: error.fix }
  }
}
