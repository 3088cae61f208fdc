/** Values of one kind do not pass for another. `tsc` checks the lines below; each must fail to compile. */
import { expect, it } from 'vitest'
import type { BalanceLine, PayoutLine } from '../../src/books/port.ts'
import { parseAccount, parseEvmAccount, parseEvmChain, parseToken } from '../../src/events/account.ts'
import { parseAssetId, parseCurrencyCode, parsePayeeId, parseVersionName } from '../../src/events/ids.ts'
import {
  type Atoms,
  addAtoms,
  atomsInUnits,
  formatAmount,
  type LedgerUnits,
  ledgerUnits,
  plus,
  wholeAtoms,
} from '../../src/money/ledgerUnits.ts'
import { parseShare, type Share } from '../../src/money/share.ts'
import type { Registry } from '../../src/registry/model.ts'
import { latestVersion } from '../../src/registry/resolve.ts'
import { createRegistry } from '../../src/registry/state.ts'

const units: LedgerUnits = ledgerUnits(3n * 10n ** 12n)
const atoms: Atoms = wholeAtoms(units)

it('keeps ledger units and atoms apart', () => {
  expect(atomsInUnits(atoms)).toBe(units)
  // @ts-expect-error: atoms are no ledger units
  formatAmount(atoms, 6)
  // @ts-expect-error: an unparsed number is not an amount
  formatAmount(1n, 6)
  // @ts-expect-error: ledger units are no atoms
  addAtoms(atoms, units)
  // @ts-expect-error: atoms are not added to ledger units
  plus(units, atoms)
})

it('keeps the units of the books apart', () => {
  const payout = (cumulative: PayoutLine['cumulative']) => cumulative
  const paid = (amount: BalanceLine['paid']) => amount
  expect([payout(atoms), paid(units)]).toEqual([3n, units])
  // @ts-expect-error: a leaf counts atoms
  payout(units)
  // @ts-expect-error: a balance counts ledger units
  paid(atoms)
})

it('keeps shares from other numbers', () => {
  const share: Share = parseShare('0.5')
  expect(share).toBe(500_000_000)
  // @ts-expect-error: an unparsed number is not a share
  const wrong: Share = 0.5
  expect(wrong).toBe(0.5)
})

const address = `0x${'ab'.repeat(20)}`

it('keeps the ids of events apart, and from texts that no parser made', () => {
  const registry: Registry = createRegistry()
  const [asset, payee] = [parseAssetId('model:a'), parsePayeeId('ann')]
  const [currency, version] = [parseCurrencyCode('USD'), parseVersionName('1')]
  expect([registry.assets.has(asset), registry.payees.has(payee), registry.currencies.has(currency)]).toEqual(
    [false, false, false],
  )
  // @ts-expect-error: an asset is no payee
  registry.payees.get(asset)
  // @ts-expect-error: a version is no currency
  registry.currencies.get(version)
  // @ts-expect-error: a text that no parser made is no asset
  registry.assets.get('model:a')
  // @ts-expect-error: nor is it where versions are resolved
  latestVersion(registry, 'model:a')
  const text: string = asset
  expect(text).toBe('model:a')
})

it('keeps chains, accounts and tokens apart', () => {
  const [chain, token, account] = [parseEvmChain('eip155:1'), parseToken(address), parseEvmAccount(address)]
  const leaf = (place: Pick<PayoutLine, 'chain' | 'account' | 'token'>) => place
  const accounts = new Map([[parseAccount(`eip155:1:${address}`).chain, account]])
  expect([leaf({ chain, account, token }).account, accounts.get(chain)]).toEqual([address, address])
  // @ts-expect-error: an account is no token
  leaf({ chain, account, token: account })
  // @ts-expect-error: a token is no account
  leaf({ chain, account: token, token })
  // @ts-expect-error: a text that no parser made is no chain
  accounts.get('eip155:1')
})
