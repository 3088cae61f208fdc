/**
 * The lineage as OpenLineage run events: the release of a version is a run that read its sources and wrote it. The
 * standard facets have version, owner and edges; relations and terms are in a facet of our own.
 */
import { packageVersion } from '../../version.ts'
import { type ExportedVersion, uuidOf } from './graph.ts'

const producer = `urn:headwater:${packageVersion}`
const specification = 'https://openlineage.io/spec'
const namespace = 'headwater'

function facet(schema: string, fields: object): object {
  return { _producer: producer, _schemaURL: schema, ...fields }
}

/** One event for each version, in the order of the versions. */
export function writeOpenLineage(versions: readonly ExportedVersion[]): object[] {
  return versions.map((version) => ({
    eventType: 'COMPLETE',
    eventTime: version.releasedAt,
    producer,
    schemaURL: `${specification}/2-0-2/OpenLineage.json#/$defs/RunEvent`,
    run: { runId: uuidOf(`${version.asset} ${version.version}`) },
    job: { namespace, name: `release ${version.asset} ${version.version}` },
    inputs: version.derivedFrom.map((edge) => ({
      namespace,
      name: edge.asset,
      facets: { version: versionFacet(edge.version) },
    })),
    outputs: [{ namespace, name: version.asset, facets: facetsOf(version) }],
  }))
}

function versionFacet(version: string): object {
  return facet(`${specification}/facets/1-0-1/DatasetVersionDatasetFacet.json`, { datasetVersion: version })
}

function facetsOf(version: ExportedVersion): object {
  const { asset, owner, name, license, releasedAt, contentDigest, derivedFrom } = version
  return {
    version: versionFacet(version.version),
    ownership: facet(`${specification}/facets/1-0-1/OwnershipDatasetFacet.json`, {
      owners: [{ name: owner }],
    }),
    lineage: facet(`${specification}/facets/1-0-0/LineageDatasetFacet.json`, {
      inputs: derivedFrom.map((edge) => ({ namespace, name: edge.asset, type: 'DATASET' })),
    }),
    headwater_lineage: facet('urn:headwater:facets:HeadwaterLineageDatasetFacet:1', {
      asset,
      version: version.version,
      owner,
      releasedAt,
      ...(name !== null && { title: name }),
      ...(license !== null && { license }),
      ...(contentDigest !== null && { contentDigest }),
      derivedFrom,
    }),
  }
}
