/** Whether a sender may send an event, apart from whether the event is good. */
import type { Fault } from '../errors.ts'
import { assetNamed, type Registry } from '../registry/index.ts'
import type { EventPermissions } from './answers.ts'
import { isSenderFault } from './bounds.ts'
import { checkFields, checkOwner } from './checkFields.ts'

/** @param registry it knows the asset of the event, if any event registers it */
export function senderFault(
  value: unknown,
  allowed: EventPermissions,
  registry: Registry,
): Fault | undefined {
  const checked = checkFields(value, allowed)
  if ('fault' in checked) return isSenderFault(checked.fault) ? checked.fault : undefined
  const { ownedAsset } = checked
  return ownedAsset === undefined
    ? undefined
    : checkOwner(ownedAsset, assetNamed(registry, ownedAsset)?.owner, allowed)
}
