/**
 * Runs `work`, and runs it again after each delay while it fails with an error that may pass with time. For work that
 * may run twice without harm.
 * @param delaysMs one for each try after the first
 * @throws the error of the last try; an error that does not pass, at once
 */
export async function retrying<Result>(
  work: () => Promise<Result>,
  passes: (error: unknown) => boolean,
  delaysMs: Iterable<number>,
): Promise<Result> {
  for (const delayMs of delaysMs) {
    try {
      return await work()
    } catch (error) {
      if (!passes(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, delayMs))
    }
  }
  return work()
}
