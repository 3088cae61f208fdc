/** Contributions in the registry. */
import { plainPayload, type RegistryDefinition } from './definition.ts'
import type { FactOf } from './fact.ts'
import { namePayee } from './payee.ts'
import { checkPayees, knownAsset } from './require.ts'

export const contributionRecorded: RegistryDefinition<'io.headwater.contribution.recorded'> = {
  decide(event, registry) {
    knownAsset(registry, event.data.asset)
    checkPayees(registry, event.data.contributions, '/data/contributions')
    return event
  },
  evolve(state, { data: { asset, contributions } }) {
    const { work } = state.changing(asset)
    for (const { payee, units } of contributions) {
      namePayee(state, payee)
      work.record(payee, units)
    }
  },
  ...plainPayload,
  text: { stored: payloadText, sorted: payloadText },
}

/** The keys are in the order of RFC 8785 already. */
function payloadText({ asset, contributions }: FactOf<'io.headwater.contribution.recorded'>['data']): string {
  let list = ''
  for (const { payee, units } of contributions)
    list += `${list === '' ? '' : ','}{"payee":${JSON.stringify(payee)},"units":${units}}`
  return `"asset":${JSON.stringify(asset)},"contributions":[${list}]`
}
