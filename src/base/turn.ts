/** Lets what waits for this thread go on to its next step, in the middle of long work. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** Does long work in its steps, and lets what waits go on between them. @returns what the work gives */
export async function inTurns<Result>(steps: Generator<void, Result>): Promise<Result> {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
    await turn()
  }
}
