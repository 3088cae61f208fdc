/**
 * Refuses a close that Node's heap cannot hold. Without it V8 collects garbage for minutes and then ends the process with
 * a text of its own.
 */
import { getHeapStatistics } from 'node:v8'
import { fail } from '../../errors.ts'

/**
 * About what a close needs: for itself and V8's young objects, for each balance that changes, and for each of them that
 * can be paid. Measured on Node 24, by the limit that V8 reports: 300,000 balances pass with 448 MiB; with an account
 * each they end there, and pass with 522 MiB.
 */
const bytesOfEveryClose = 200 * 2 ** 20
const bytesPerBalance = 700
const bytesPerPayout = 300
const mebibyte = 2 ** 20

/**
 * @param heapBytes what Node allows itself; default: the limit of this process
 * @throws HeadwaterError `memory.low`
 */
export function requireHeap(
  { balances, payouts }: { readonly balances: number; readonly payouts: number },
  heapBytes: number = getHeapStatistics().heap_size_limit,
): void {
  const needed = bytesOfEveryClose + balances * bytesPerBalance + payouts * bytesPerPayout
  if (needed <= heapBytes) return
  const [needs, allowed] = [Math.ceil(needed / mebibyte), Math.floor(heapBytes / mebibyte)]
  fail(
    'memory.low',
    `${balances} balances change in this epoch, ${payouts} of them with an account, which needs about ${needs} MiB of memory, and Node may use ${allowed} MiB.`,
    { data: { balances, payouts, neededMebibytes: needs, allowedMebibytes: allowed } },
  )
}
