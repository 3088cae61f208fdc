/** Who owns an asset, by the policy. */
import { checkNewPayeeId, parsePayeeId } from '../events/ids.ts'
import { attempt } from './attempt.ts'
import { agreed } from './contradictions.ts'
import type { Draft, DraftAsset } from './draft.ts'
import { filled } from './patterns.ts'

/** The payee, or why there is none. */
export function ownerOf(
  draft: Draft,
  asset: DraftAsset,
): { readonly payee: string } | { readonly missing: string } {
  const found = draft.policy.owners.findAny([asset.asset, ...asset.names])
  if (found === undefined) return { missing: `owners of the policy has no payee for ${asset.asset}` }
  const stated = found.value.includes('{owner}')
    ? agreed(draft, { subject: asset.asset, about: 'owner' }, asset.owners)
    : undefined
  if (stated?.contradicted) return { missing: `files differ on the owner of ${asset.asset}` }
  const owner = stated?.said?.value
  if (stated !== undefined && owner === undefined)
    return { missing: `no document says who owns ${asset.asset}` }
  const text = filled(found.value, found.found)
    .replaceAll('{org}', orgOf(asset))
    .replaceAll('{owner}', () => payeeNamedBy(draft, owner ?? ''))
  return payee(text)
}

/** Before the first `/` of the asset's path, or the whole path. */
function orgOf({ asset }: DraftAsset): string {
  return asset.slice(asset.indexOf(':') + 1).split('/')[0]!
}

/** The payee by the name of an agent in a document. */
export function payeeNamedBy(draft: Draft, agent: string): string {
  const found = draft.policy.agents.find(agent)
  return found === undefined ? agent : filled(found.value, found.found)
}

export function payee(text: string): { readonly payee: string } | { readonly missing: string } {
  const parsed = attempt(() => {
    const id = parsePayeeId(text)
    checkNewPayeeId(id, '/owner')
    return id
  })
  return 'result' in parsed ? { payee: parsed.result } : { missing: parsed.fault.message }
}
