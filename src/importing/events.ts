/** The events that an import proposes. Their ids follow from what they are about, so the same import twice is duplicates. */
import { defined } from '../base/defined.ts'
import { parseTime } from '../events/time.ts'
import { formatShare, parseShare, sharePartsWhole } from '../money/share.ts'
import { attempt } from './attempt.ts'
import type { DraftAsset, DraftVersion } from './draft.ts'
import type { Policy } from './policy.ts'

export interface ProposedEvent {
  readonly specversion: '1.0'
  readonly id: string
  readonly source: string
  readonly type: string
  readonly time: string
  readonly data: Readonly<Record<string, unknown>>
}

interface AssetFacts {
  readonly owner: string
  readonly licence: string | undefined
}

export function registrationOf(
  policy: Policy,
  asset: DraftAsset,
  { owner, licence }: AssetFacts,
): ProposedEvent {
  return {
    specversion: '1.0',
    // Neither an asset id nor a version has a space, so no two ids are alike.
    id: `registered ${asset.asset}`,
    source: policy.source,
    type: 'io.headwater.asset.registered',
    time: policy.time,
    data: {
      asset: asset.asset,
      owner,
      ...defined({ name: asset.titles[0]?.value, license: licence, metadataUri: asset.uris[0]?.value }),
    },
  }
}

export interface ReleaseFacts {
  /** Another name than the documents have, where the ledger has that one with other content. */
  readonly version: string
  readonly owner: string
  readonly releasedAt: string | undefined
  readonly digest: string | undefined
  readonly contributors: readonly { readonly payee: string; readonly units: string }[]
}

export function releaseOf(policy: Policy, draft: DraftVersion, facts: ReleaseFacts): ProposedEvent {
  const { asset } = draft.asset
  return {
    specversion: '1.0',
    id: `released ${asset} ${facts.version}`,
    source: policy.source,
    type: 'io.headwater.version.released',
    time: policy.time,
    data: {
      asset,
      version: facts.version,
      ...defined({ releasedAt: facts.releasedAt, contentDigest: facts.digest }),
      ...sharesOf(policy, facts),
      ...(draft.edges.length > 0 && { derivedFrom: edgesOf(draft) }),
    },
  }
}

/** The contributors get the policy's share, and the owner the rest. */
function sharesOf(policy: Policy, { owner, contributors }: ReleaseFacts): Record<string, unknown> {
  const share = policy.contributors?.share
  if (share === undefined || contributors.length === 0) return {}
  const rest = sharePartsWhole - parseShare(share)
  return {
    ...(rest > 0 && { holders: [{ payee: owner, share: formatShare(rest) }] }),
    contributorShare: formatShare(parseShare(share)),
    contributors,
  }
}

export function edgesOf({ edges }: DraftVersion) {
  return edges.map(({ to, toVersion, relation, policy, share, until, caps }) => ({
    asset: to.asset,
    ...defined({ version: toVersion }),
    relation,
    policy,
    share: formatShare(share!),
    ...defined({ until, caps }),
  }))
}

/** A day is its first moment in UTC. @returns undefined where the text is no time that an event may have */
export function instantOf(text: string): string | undefined {
  const whole = /^\d{4}-\d{2}-\d{2}$/.test(text)
    ? `${text}T00:00:00Z`
    : // PROV and older exports leave the zone out, and mean UTC.
      /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?$/.test(text)
      ? `${text}Z`
      : text
  return 'result' in attempt(() => parseTime(whole)) ? whole : undefined
}
