/**
 * Waits for `work`, at most `msMax`. Work that takes longer goes on, and its result is dropped.
 * @param late the error where it takes longer
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
