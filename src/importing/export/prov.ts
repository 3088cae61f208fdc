/** The lineage as W3C PROV-JSON: an entity for each version, an agent for each owner. */
import { headwaterName } from '../names.ts'
import { type ExportedVersion, kindOfAsset } from './graph.ts'

const types: Readonly<Record<string, string>> = {
  dataset: 'Dataset',
  model: 'Model',
  agent: 'Agent',
  tool: 'Tool',
}

export function writeProv(versions: readonly ExportedVersion[]): object {
  const entity: Record<string, object> = {}
  const agent: Record<string, object> = {}
  const wasAttributedTo: Record<string, object> = {}
  const wasDerivedFrom: Record<string, object> = {}
  for (const version of versions) {
    const id = entityId(version)
    entity[id] = entityOf(version)
    const owner = `payee:${encodeURIComponent(version.owner)}`
    agent[owner] = { 'prov:label': version.owner, 'headwater:payee': version.owner }
    wasAttributedTo[`_:attribution${Object.keys(wasAttributedTo).length}`] = {
      'prov:entity': id,
      'prov:agent': owner,
    }
    for (const edge of version.derivedFrom) {
      wasDerivedFrom[`_:derivation${Object.keys(wasDerivedFrom).length}`] = {
        'prov:generatedEntity': id,
        'prov:usedEntity': entityId(edge),
        'headwater:relation': edge.relation,
        'headwater:policy': edge.policy,
        'headwater:share': edge.share,
        ...(edge.until !== undefined && { 'headwater:until': edge.until }),
        ...(edge.caps !== undefined && { 'headwater:caps': JSON.stringify(edge.caps) }),
      }
    }
  }
  return {
    prefix: {
      asset: 'urn:headwater:',
      payee: 'urn:headwater:payee:',
      headwater: 'urn:headwater:terms:',
      xsd: 'http://www.w3.org/2001/XMLSchema#',
    },
    entity,
    agent,
    wasAttributedTo,
    wasDerivedFrom,
  }
}

function entityId({ asset, version }: { readonly asset: string; readonly version: string }): string {
  return `asset:${headwaterName(asset, version)}`
}

function entityOf(version: ExportedVersion): object {
  return {
    'prov:type': { $: `headwater:${types[kindOfAsset(version.asset)]}`, type: 'xsd:QName' },
    'prov:label': version.name ?? `${version.asset}@${version.version}`,
    'headwater:asset': version.asset,
    'headwater:version': version.version,
    'headwater:releasedAt': { $: version.releasedAt, type: 'xsd:dateTime' },
    ...(version.name !== null && { 'headwater:title': version.name }),
    ...(version.license !== null && { 'headwater:license': version.license }),
    ...(version.contentDigest !== null && { 'headwater:contentDigest': version.contentDigest }),
  }
}
