/**
 * The lineage as a CycloneDX 1.6 ML-BOM: a component for each version, the datasets of a model in its model card, and
 * every other source in its pedigree. Properties `headwater:…` have the relations and terms.
 */
import { packageVersion } from '../../version.ts'
import { headwaterName } from '../names.ts'
import type { RegisteredEdge } from '../registryView.ts'
import { type ExportedVersion, kindOfAsset, pathOfAsset, uuidOf } from './graph.ts'

const types: Readonly<Record<string, string>> = {
  model: 'machine-learning-model',
  dataset: 'data',
  agent: 'application',
  tool: 'application',
}

export function writeMlBom(versions: readonly ExportedVersion[]): object {
  const components = versions.map(componentOf)
  const latest = versions
    .map(({ releasedAt }) => releasedAt)
    .sort()
    .at(-1)
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify(components))}`,
    version: 1,
    metadata: {
      ...(latest !== undefined && { timestamp: latest }),
      tools: { components: [{ type: 'application', name: 'headwater', version: packageVersion }] },
    },
    components,
    dependencies: versions.map((version) => ({
      ref: refOf(version),
      ...(version.derivedFrom.length > 0 && { dependsOn: [...new Set(version.derivedFrom.map(refOf))] }),
    })),
  }
}

function refOf({ asset, version }: { readonly asset: string; readonly version: string }): string {
  return headwaterName(asset, version)
}

function componentOf(version: ExportedVersion): object {
  const { asset, derivedFrom } = version
  const kind = kindOfAsset(asset)
  const isData = ({ asset: source, relation }: RegisteredEdge) =>
    kind === 'model' && relation === 'trainedOn' && kindOfAsset(source) === 'dataset'
  const datasets = derivedFrom.filter(isData)
  const ancestors = derivedFrom.filter((edge) => !isData(edge))
  return {
    type: types[kind],
    'bom-ref': refOf(version),
    ...identityOf(version),
    publisher: version.owner,
    ...(version.license !== null && { licenses: [{ license: { name: version.license } }] }),
    ...(version.metadataUri !== null &&
      isAddress(version.metadataUri) && {
        externalReferences: [{ type: 'documentation', url: version.metadataUri }],
      }),
    ...(kind === 'dataset' && { data: [{ type: 'dataset', name: version.name ?? pathOfAsset(asset) }] }),
    ...(datasets.length > 0 && {
      modelCard: { modelParameters: { datasets: datasets.map((edge) => ({ ref: refOf(edge) })) } },
    }),
    ...(ancestors.length > 0 && {
      pedigree: {
        ancestors: ancestors.map((edge) => ({
          type: types[kindOfAsset(edge.asset)],
          ...identityOf(edge),
          properties: [property('headwater:asset', edge.asset)],
        })),
      },
    }),
    properties: [
      property('headwater:asset', asset),
      property('headwater:owner', version.owner),
      property('headwater:releasedAt', version.releasedAt),
      ...(version.name === null ? [] : [property('headwater:title', version.name)]),
      ...(version.contentDigest === null ? [] : [property('headwater:contentDigest', version.contentDigest)]),
      ...derivedFrom.map((edge) =>
        property(
          'headwater:derivedFrom',
          JSON.stringify({
            ref: refOf(edge),
            relation: edge.relation,
            policy: edge.policy,
            share: edge.share,
            until: edge.until,
            caps: edge.caps,
          }),
        ),
      ),
    ],
  }
}

function identityOf({ asset, version }: { readonly asset: string; readonly version: string }): object {
  return { name: pathOfAsset(asset), version }
}

function property(name: string, value: string): object {
  return { name, value }
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && !/\s/.test(text)
}
