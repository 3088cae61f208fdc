import { describe, expect, it } from 'vitest'
import { parseTime } from '../../src/events/time.ts'
import { createRegistry, factData, lastNotice, wireEventOf } from '../../src/registry/index.ts'
import { id } from '../support/id.ts'
import { applyUnder, given, registryEvent } from './support.ts'

const chain = 'eip155:1'
const first = `${chain}:0x${'1'.repeat(40)}`
const second = `${chain}:0x${'2'.repeat(40)}`
const due = '2026-01-03T00:00:00Z'
const later = '2026-02-01T00:00:00Z'

function bind(state: ReturnType<typeof createRegistry>, account: string, time?: string, payee = 'p') {
  return apply(state, 'payee.bound', { payee, account }, time)
}

function apply(state: ReturnType<typeof createRegistry>, type: string, data: object, time?: string) {
  const recording = time === undefined ? {} : { payableFrom: parseTime(time) }
  return applyUnder(recording, state, registryEvent(type, data, { id: 'x' }))
}

function payableFrom(state: ReturnType<typeof createRegistry>, payee = 'p', revision?: number) {
  return lastNotice(state.payees.get(id(payee))!, id(chain), revision)?.payableFrom
}

describe('the notice of an account', () => {
  it('is recorded with each binding, and is no part of what was sent', () => {
    const state = createRegistry()
    const bound = bind(state, first, due)
    expect(factData(bound)).toMatchObject({ payee: 'p', account: first, payableFrom: due })
    expect(wireEventOf(bound).data).toEqual({ payee: 'p', account: expect.anything() })
    const data = { payee: 'q', name: 'Q', account: second }
    const registered = apply(state, 'payee.registered', data, due)
    expect(factData(registered)).toMatchObject({ ...data, payableFrom: due })
    expect([payableFrom(state), payableFrom(state, 'q')]).toEqual([parseTime(due), parseTime(due)])
  })

  it('is not recorded for a ledger without one, nor for a name without an account', () => {
    const state = createRegistry()
    expect(Object.keys(factData(bind(state, first)))).not.toContain('payableFrom')
    const named = apply(state, 'payee.registered', { payee: 'p', name: 'P' }, due)
    expect(Object.keys(factData(named))).not.toContain('payableFrom')
    expect(state.payees.get(id('p'))).toMatchObject({ bindings: [{ payableFrom: 0 }] })
  })

  it('is not started again by the account that is bound already', () => {
    const state = createRegistry()
    bind(state, first, due)
    bind(state, first, later)
    expect(payableFrom(state)).toBe(parseTime(due))
    bind(state, second, later)
    expect(payableFrom(state)).toBe(parseTime(later))
    const old = given(['payee.bound', { payee: 'p', account: first }])
    bind(old, first, later)
    expect(payableFrom(old)).toBe(0)
  })

  it('ends with a binding that has none, and earlier ones are remembered for old epochs', () => {
    const state = createRegistry()
    bind(state, first, due)
    bind(state, second)
    expect(payableFrom(state)).toBe(0)
    expect(payableFrom(state, 'p', 0)).toBe(parseTime(due))
  })

  it('is never that of a payee which is itself an account on the chain', () => {
    const state = createRegistry()
    bind(state, first, due, first)
    expect(payableFrom(state, first)).toBe(0)
    const other = `eip155:10:0x${'3'.repeat(40)}`
    bind(state, other, due, first)
    expect(lastNotice(state.payees.get(id(first))!, id('eip155:10'))?.payableFrom).toBe(parseTime(due))
  })

  it('changes the digest of the registry', () => {
    const [one, other] = [createRegistry(), createRegistry()]
    bind(one, first, due)
    bind(other, first, later)
    expect(one.digest).not.toBe(other.digest)
  })
})
