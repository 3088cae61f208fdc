/**
 * Runs pieces of work one after another: each starts when the one before has ended, however it ended.
 * @returns takes a piece of work and gives its result
 */
export function oneAtATime(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const result = last.then(work)
    last = result.catch(() => {})
    return result
  }
}
