/** Lets what waits for this thread go on to its next step, in the middle of long work. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
