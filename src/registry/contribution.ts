/** Contributions in the registry. */
import type { PayeeId } from '../events/ids.ts'
import type { AssetState } from './assetState.ts'
import type { ContributionLog } from './contributionLog.ts'
import { plainPayload, type RegistryDefinition } from './definition.ts'
import type { FactOf } from './fact.ts'
import type { Asset } from './model.ts'
import { namePayee } from './payee.ts'
import { checkPayees, knownAsset } from './require.ts'
import type { SnapshotReader, SnapshotWriter } from './snapshotBytes.ts'

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

export function saveContributions(writer: SnapshotWriter, { work }: Asset): void {
  const { payees, units } = work as ContributionLog
  writer.int(payees.length)
  for (let at = 0; at < payees.length; at++) {
    writer.text(payees[at])
    writer.int(units[at]!)
  }
}

export function loadContributions(reader: SnapshotReader, { work }: AssetState): void {
  reader.list(() => work.record(reader.text<PayeeId>(), reader.int()))
}
