/** Lets work run beside what follows. Its failure is thrown where its result is awaited, and not before. */
export function beside<Result>(work: Promise<Result>): Promise<Result> {
  work.catch(() => {})
  return work
}
