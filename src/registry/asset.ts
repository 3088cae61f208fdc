/** Assets in the registry. */
import { fail } from '../errors.ts'
import { AssetState } from './assetState.ts'
import { plainPayload, type RegistryDefinition } from './definition.ts'
import { namePayee } from './payee.ts'
import { checkPayee } from './require.ts'

export const assetRegistered: RegistryDefinition<'io.headwater.asset.registered'> = {
  decide(event, registry) {
    if (registry.assets.has(event.data.asset)) {
      fail('asset.exists', `The asset ${event.data.asset} is registered already.`, { path: '/data/asset' })
    }
    checkPayee(registry, event.data.owner, '/data/owner')
    return event
  },
  evolve(state, { data: { asset: id, ...rest } }) {
    namePayee(state, rest.owner)
    state.assets.add(id, new AssetState({ id, ...rest }))
  },
  ...plainPayload,
}
