/** Explanations of calls with corrections and costs, against the slow reference of contracts. */
import { expect, it } from 'vitest'
import { z } from 'zod'
import { writtenAs } from '../../src/api/writtenAs.ts'
import { parseScaled } from '../../src/money/ledgerUnits.ts'
import { explanation } from '../../src/service/schemas/index.ts'
import { optionsOf, play } from '../support/contracts/playWorld.ts'
import { ContractReference } from '../support/contracts/reference.ts'
import { simulateContracts } from '../support/contracts/simulate.ts'
import { createWorld } from '../support/settlementWorld.ts'

const unitsOf = (text: string): bigint =>
  text.startsWith('-') ? -unitsOf(text.slice(1)) : parseScaled(text, 36)

it('a call is explained with what its corrections leave and what it costs, as the last close has it', async () => {
  const seen = { corrected: 0, takenBack: 0, clauses: 0, caps: 0 }
  for (let seed = 1; seed <= 12; seed++) {
    const world = createWorld()
    const reference = new ContractReference()
    reference.run(await play(world, simulateContracts(seed, optionsOf(seed)), seed))
    for (const call of reference.settledCalls()) {
      const explained = await world.settlement.explain(call.id, call.source)
      expect(writtenAs(explanation)(explained as never)).toBe(
        JSON.stringify(z.encode(explanation, explained as never)),
      )
      const { amount, worth = amount, cost, corrections = [] } = explained
      expect({ amount, worth, cost: cost?.amount ?? '0' }).toEqual({
        amount: call.amount,
        worth: call.worth,
        cost: call.cost,
      })
      if (worth !== amount) expect(corrections.some(({ epoch }) => epoch !== null)).toBe(true)
      if (corrections.length > 0) seen.corrected++
      expect(explained.uncorrected !== undefined).toBe(worth !== amount)
      for (const { payee, amount: before } of explained.uncorrected ?? []) {
        const part = await world.settlement.explainTo(payee, call.id, call.source)
        expect(part).toMatchObject({ payee, uncorrected: before })
        // What was taken back, and by which events; the amounts of these are of the whole call.
        expect(corrections.length).toBeGreaterThan(0)
        expect(part.corrections).toEqual(
          corrections.map(({ amount: _, currency: __, ...correction }) => correction),
        )
        expect(unitsOf(part.amount) + unitsOf(part.takenBack!)).toBe(unitsOf(before))
        expect(Number(part.amount)).toBeLessThanOrEqual(Number(before) + 1)
        if (worth === '0') expect(part).toMatchObject({ amount: '0', parts: [] })
        if (worth === '0') seen.takenBack++
      }
      const concerned = explained.uncorrected ?? explained.payees
      for (const { payee } of explained.clauses ?? [])
        if (concerned.some((one) => one.payee === payee)) seen.clauses++
      for (const { paid, cap } of explained.caps ?? []) {
        expect(Number(paid)).toBeLessThanOrEqual(Number(cap))
        if (paid !== '0') seen.caps++
      }
    }
  }
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(5)
})
