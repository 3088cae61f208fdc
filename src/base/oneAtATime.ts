/**
 * Runs pieces of work one after another: each starts when the one before has ended or failed.
 * @returns a function that takes a piece of work and returns its result
 */
export function oneAtATime(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const result = last.then(work)
    last = result.catch(() => {})
    return result
  }
}
