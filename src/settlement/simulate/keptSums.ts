/** Sums of calls, read once for both runs of a simulation: most variants change what is done with the calls' money only. */
import { sha256Hex } from '../../base/sha256.ts'
import type { SettlementWindow, UsageReader } from '../../usage/reader.ts'

/** No manifest of a simulation is shown, so nothing is hashed for it. */
const noDigest = '0'.repeat(64)

/** The digests of calls, corrections and postings are left out. */
export function withoutDigests(usage: UsageReader): UsageReader {
  return { ...usage, settledDigest: async () => noDigest, countedDigest: async () => noDigest }
}

/**
 * Both runs have the same rows. The answers to a question are the same where everything in it is but the rows.
 */
export function keptSums(usage: UsageReader): UsageReader {
  const kept = new Map<string, Promise<unknown>>()
  const once = <Answer>(name: string, asked: readonly unknown[], ask: () => Promise<Answer>) => {
    const key = sha256Hex(JSON.stringify([name, ...asked], plainly))
    const known = kept.get(key) as Promise<Answer> | undefined
    const answer = known ?? ask()
    kept.set(key, answer)
    return answer
  }
  return {
    ...usage,
    keySums: (scope, until, since) =>
      once('keySums', [until, since?.until], () => usage.keySums(scope, until, since)),
    pendingSums: (scope, until, since) =>
      once('pendingSums', [until, since?.until], () => usage.pendingSums(scope, until, since)),
    directSums: (window, only) =>
      once('directSums', [termsOf(window), only], () => usage.directSums(window, only)),
    postingSums: (window) => once('postingSums', [window.until], () => usage.postingSums(window)),
  }
}

/** What decides how calls are summed, beside the rows. */
function termsOf({ scope: _, previous, ...terms }: SettlementWindow) {
  return [terms, previous?.until]
}

function plainly(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
