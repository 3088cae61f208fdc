/**
 * Waits for `work`, at most `msMax`. Work that takes longer continues, and its result is dropped.
 * @param late makes the error that is thrown if it takes longer
 */
export async function within<Result>(
  work: Promise<Result>,
  msMax: number,
  late: () => Error,
): Promise<Result> {
  const timeout = Promise.withResolvers<never>()
  const timer = setTimeout(() => timeout.reject(late()), msMax)
  try {
    return await Promise.race([work, timeout.promise])
  } finally {
    clearTimeout(timer)
  }
}
