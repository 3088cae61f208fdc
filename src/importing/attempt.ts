/** Expected failures as values. */
import { type Fault, faultOf, HeadwaterError } from '../errors.ts'

type Attempt<Result> = { readonly result: Result } | { readonly fault: Fault; readonly fix: string }

/** The expected failure of a document, for the report; anything else is a bug and goes on. */
export function attempt<Result>(read: () => Result): Attempt<Result> {
  try {
    return { result: read() }
  } catch (error) {
    return failed(error)
  }
}

/** The same of what waits for files. */
export async function attemptLater<Result>(read: () => Promise<Result>): Promise<Attempt<Result>> {
  try {
    return { result: await read() }
  } catch (error) {
    return failed(error)
  }
}

function failed(error: unknown): { readonly fault: Fault; readonly fix: string } {
  if (!(error instanceof HeadwaterError)) throw error
  return { fault: faultOf(error), fix: error.fix }
}
