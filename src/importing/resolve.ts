/** Which asset a name of a document is: by the policy first, then as named. */
import { defined } from '../base/defined.ts'
import { assetPattern } from '../events/ids.ts'
import type { AssetKind, Reference } from './model.ts'
import { assetNamedAs, isAssetKind, versionNamedAs } from './names.ts'
import { filled } from './patterns.ts'
import type { Policy } from './policy.ts'

export interface Resolved {
  readonly asset: string
  readonly kind: AssetKind
  readonly version?: string
  /** The policy lists the name, so it is no unknown one. */
  readonly listed: boolean
}

interface Unresolved {
  readonly reason: 'unusableName' | 'ignoredName' | 'unknownKind'
  readonly message: string
}

export function resolve(policy: Policy, reference: Reference): Resolved | Unresolved {
  const { name, unusable } = reference
  const version = reference.version === undefined ? undefined : versionNamedAs(reference.version)
  // A name that a rule maps may be anything, a path too.
  const kind = reference.kind ?? policy.kinds.find(name)?.value
  const rule = policy.names.findAny(kind === undefined ? [name] : [`${kind}:${name}`, name])
  if (rule !== undefined) {
    if (rule.value === null)
      return { reason: 'ignoredName', message: `the policy leaves ${quoted(name)} out` }
    const given = typeof rule.value === 'string' ? { asset: rule.value } : rule.value
    return whole(filled(given.asset, rule.found), { version: given.version ?? version, listed: true })
  }
  if (reference.asset !== undefined) return whole(reference.asset, { version, listed: false })
  if (unusable !== undefined) return { reason: 'unusableName', message: unusable }
  if (kind === undefined) {
    return {
      reason: 'unknownKind',
      message: `no document says what ${quoted(name)} is: list it in kinds or names of the policy`,
    }
  }
  return whole(assetNamedAs(kind, name), { version, listed: false })
}

function whole(
  asset: string,
  { version, listed }: { version: string | undefined; listed: boolean },
): Resolved | Unresolved {
  const kind = asset.slice(0, asset.indexOf(':'))
  if (!assetPattern.test(asset) || !isAssetKind(kind)) {
    return {
      reason: 'unusableName',
      message: `${quoted(asset)} is no asset id: map the name in names of the policy`,
    }
  }
  return { asset, kind, listed, ...defined({ version }) }
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text)
}
