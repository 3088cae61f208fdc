/** Waits with a bound, or in turns. */

/** Runs `work` again and again, never two at a time. */
export function every(
  ms: number,
  work: () => Promise<void>,
  failed: (error: unknown) => void,
): NodeJS.Timeout {
  let busy = false
  return setInterval(() => {
    if (busy) return
    busy = true
    work()
      .catch(failed)
      .finally(() => {
        busy = false
      })
  }, ms)
}

/** Waits for `result`, and calls `meanwhile` at intervals. @throws what either throws */
export async function patiently<Result>(
  result: Promise<Result>,
  ms: number,
  meanwhile: () => Promise<void>,
): Promise<Result> {
  const failed = Promise.withResolvers<never>()
  const timer = every(ms, meanwhile, failed.reject)
  try {
    return await Promise.race([result, failed.promise])
  } finally {
    clearInterval(timer)
  }
}
