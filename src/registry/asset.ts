/** Assets in the registry. */
import { fail } from '../errors.ts'
import type { AssetId, PayeeId } from '../events/ids.ts'
import { AssetState } from './assetState.ts'
import { loadContributions, saveContributions } from './contribution.ts'
import { plainPayload, type RegistryDefinition } from './definition.ts'
import { namePayee } from './payee.ts'
import { loadRates, saveRates } from './rate.ts'
import { checkPayee } from './require.ts'
import type { SnapshotSection } from './snapshotSection.ts'

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

/** Each asset with its rates and contributions. */
export const assetSection: SnapshotSection = {
  write(writer, { assets }) {
    writer.list(assets.ids(), assets.size, (id) => {
      const asset = assets.get(id)!
      writer.text(asset.id)
      writer.text(asset.owner)
      writer.text(asset.name)
      writer.text(asset.license)
      writer.text(asset.metadataUri)
      saveRates(writer, asset)
      saveContributions(writer, asset)
    })
  },
  read(reader, state) {
    reader.list(() => {
      const id = reader.text<AssetId>()
      const owner = reader.text<PayeeId>()
      const name = reader.optionalText()
      const license = reader.optionalText()
      const metadataUri = reader.optionalText()
      const asset = new AssetState({
        id,
        owner,
        ...(name !== undefined && { name }),
        ...(license !== undefined && { license }),
        ...(metadataUri !== undefined && { metadataUri }),
      })
      loadRates(reader, asset)
      loadContributions(reader, asset)
      state.assets.add(id, asset)
    })
  },
}
