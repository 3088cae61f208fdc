/** Less than this says too little about the rest. */
const workedMillisecondsMin = 500

/**
 * Milliseconds that the rest takes, if it goes on as it went so far. Undefined where that is not known yet.
 * @param worked milliseconds so far
 * @param done units of work that they took, of any kind
 * @param left units of the same kind
 */
export function timeLeft(
  worked: number,
  { done, left }: { readonly done: number; readonly left: number },
): number | undefined {
  return worked < workedMillisecondsMin || done === 0 ? undefined : (worked * left) / done
}
