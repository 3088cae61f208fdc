/** Reserves, thresholds, holds and withholdings in the registry: rules that are only ever added. */
import type { CurrencyCode, PayeeId } from '../events/ids.ts'
import type { RegistryEventType, RegistryWireEventOf } from '../events/index.ts'
import { formatTime, parseTime } from '../events/time.ts'
import { formatShare } from '../money/share.ts'
import { amountUnits, checkAmount } from './amounts.ts'
import type { PayoutRule } from './contractModel.ts'
import { type Json, type RegistryDefinition, readShare } from './definition.ts'
import type { FactOf } from './fact.ts'
import type { Registry } from './model.ts'
import { namePayee } from './payee.ts'
import { readAmount } from './prices.ts'
import { checkPayee, knownCurrency, recorded } from './require.ts'
import type { RegistryState } from './state.ts'

export const reserveSet: RegistryDefinition<'io.headwater.reserve.set'> = {
  decide(event, registry) {
    checkNamed(registry, event.data)
    return event
  },
  evolve(state, { data }, revision) {
    addRule(state, { kind: 'reserve', ...data, revision })
  },
  payload: ({ share, effectiveFrom, ...rest }) => ({
    ...rest,
    share: formatShare(share),
    effectiveFrom: formatTime(effectiveFrom),
  }),
  read: readSharing<'io.headwater.reserve.set'>,
}

export const payoutSet: RegistryDefinition<'io.headwater.payout.set'> = {
  decide(event, registry) {
    const { currency, threshold } = event.data
    checkNamed(registry, event.data)
    checkAmount(threshold, knownCurrency(registry, currency), '/data/threshold')
    return event
  },
  evolve(state, { data: { threshold, ...rest } }, revision) {
    const { decimals } = recorded(state.currencies, rest.currency)
    addRule(state, { kind: 'threshold', ...rest, threshold: amountUnits(threshold, decimals), revision })
  },
  payload: ({ threshold, effectiveFrom, ...rest }) => ({
    ...rest,
    threshold: threshold.text,
    effectiveFrom: formatTime(effectiveFrom),
  }),
  read: ({ threshold, effectiveFrom, ...rest }: Json) =>
    ({
      ...rest,
      threshold: readAmount(threshold),
      effectiveFrom: parseTime(effectiveFrom as string),
    }) as FactOf<'io.headwater.payout.set'>['data'],
}

export const payeeHeld = holdDefinition<'io.headwater.payee.held'>(true)
export const payeeCleared = holdDefinition<'io.headwater.payee.cleared'>(false)

export const withholdingSet: RegistryDefinition<'io.headwater.withholding.set'> = {
  decide(event, registry) {
    checkNamed(registry, event.data)
    checkPayee(registry, event.data.to, '/data/to')
    return event
  },
  evolve(state, { data }, revision) {
    addRule(state, { kind: 'withholding', ...data, revision })
    namePayee(state, data.to)
  },
  payload: ({ share, effectiveFrom, ...rest }) => ({
    ...rest,
    share: formatShare(share),
    effectiveFrom: formatTime(effectiveFrom),
  }),
  read: readSharing<'io.headwater.withholding.set'>,
}

type HoldType = 'io.headwater.payee.held' | 'io.headwater.payee.cleared'
type HoldData = RegistryWireEventOf<HoldType>['data']

function holdDefinition<Type extends HoldType>(isHeld: boolean): RegistryDefinition<Type> {
  const definition: RegistryDefinition<HoldType> = {
    decide(event, registry) {
      checkNamed(registry, event.data)
      return event
    },
    evolve(state, { data }, revision) {
      addRule(state, { kind: 'hold', ...data, isHeld, revision })
    },
    payload: ({ effectiveFrom, ...rest }) => ({ ...rest, effectiveFrom: formatTime(effectiveFrom) }),
    read: ({ effectiveFrom, ...rest }: Json) =>
      ({ ...rest, effectiveFrom: parseTime(effectiveFrom as string) }) as HoldData,
  }
  return definition as unknown as RegistryDefinition<Type>
}

/** @throws HeadwaterError `currency.unknown`, `payee.unseen`, `payee.notNormal` */
function checkNamed(
  registry: Registry,
  { payee, currency }: { readonly payee?: PayeeId; readonly currency?: CurrencyCode },
): void {
  if (currency !== undefined) knownCurrency(registry, currency)
  if (payee !== undefined) checkPayee(registry, payee)
}

function addRule(state: RegistryState, rule: PayoutRule): void {
  if (rule.payee !== undefined) namePayee(state, rule.payee)
  state.payoutRules.push(rule)
  state.contractsFrom ??= rule.revision
}

function readSharing<Type extends RegistryEventType>({ share, effectiveFrom, ...rest }: Json) {
  return {
    ...rest,
    share: readShare(share, true),
    effectiveFrom: parseTime(effectiveFrom as string),
  } as FactOf<Type>['data']
}
