import { describe, expect, it } from 'vitest'
import { changedLots, type PayeeLots } from '../../../src/books/lots.ts'
import type { StateLine } from '../../../src/books/stateLine.ts'
import { areLotsWritten } from '../../../src/settlement/close/lotsWritten.ts'
import { lotsByPayee } from '../../support/memoryBooks.ts'
import { payeeLots } from '../../support/payeeLots.ts'
import { tries } from '../../support/properties.ts'
import { createRandom } from '../../support/random.ts'

const random = createRandom(13)

/** Lots of some of nine payees, in two currencies, made by epochs up to eight. */
function lots(): PayeeLots[] {
  return 'abcdefghi'.split('').flatMap((payee) =>
    ['EUR', 'USD'].flatMap((currency) => {
      const epochs = [1, 2, 3, 4, 5, 6, 7, 8].filter(() => random.int(3) === 0)
      const own = epochs.map((epoch) => lot(epoch, BigInt(1 + random.int(3))))
      return own.length > 0 ? [payeeLots(payee, currency, own)] : []
    }),
  )
}

const lot = (epoch: number, left: bigint) => ({ epoch, due: epoch * 10, left })

async function agree(before: PayeeLots[], lines: readonly StateLine[], after: PayeeLots[]): Promise<boolean> {
  return areLotsWritten(before, readBack(lines), after)
}

async function* readBack(lines: readonly StateLine[]): AsyncGenerator<PayeeLots> {
  yield* lotsByPayee(lines)
}

describe('lots that a close has written', () => {
  it('agree where they are what it computed, over what stood before', async () => {
    for (let round = 0; round < tries(200, 50); round++) {
      const [before, after] = [lots(), lots()]
      expect(await agree(before, [...changedLots(before, after)], after)).toBe(true)
    }
  })

  it('differ where a line is missing, changed, or one too many', async () => {
    for (let round = 0; round < tries(200, 50); round++) {
      const [before, after] = [lots(), lots()]
      const lines = [...changedLots(before, after)]
      const at = random.int(lines.length)
      const missing = lines.toSpliced(at, 1)
      expect(await agree(before, missing, after), 'missing').toBe(false)
      const more = { ...lines[at]!, amount: lines[at]!.amount + 1n } as StateLine
      expect(await agree(before, lines.with(at, more), after), 'changed').toBe(false)
      const later = { ...more, due: 7n } as StateLine
      expect(await agree(before, lines.with(at, later), after), 'due at another instant').toBe(false)
      const other = { ...more, subject: 'z' } as StateLine
      expect(await agree(before, [...lines, other], after), 'of another payee').toBe(false)
    }
  })

  it('differ where what was computed has a payee of which nothing is written', async () => {
    const after = [payeeLots('ann', 'EUR', [lot(1, 1n)])]
    expect(await agree([], [], after)).toBe(false)
    expect(await agree(after, [], [])).toBe(false)
    expect(await agree(after, [], after)).toBe(true)
  })
})
