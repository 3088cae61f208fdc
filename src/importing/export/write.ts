/** The lineage of a ledger as the text of a document. */
import type { ExportedVersion, ExportFormat } from './graph.ts'
import { writeMlBom } from './mlbom.ts'
import { writeOpenLineage } from './openlineage.ts'
import { writeProv } from './prov.ts'

const writers: Readonly<Record<ExportFormat, (versions: readonly ExportedVersion[]) => string>> = {
  prov: (versions) => `${JSON.stringify(writeProv(versions), null, 2)}\n`,
  openlineage: (versions) =>
    writeOpenLineage(versions)
      .map((event) => `${JSON.stringify(event)}\n`)
      .join(''),
  mlbom: (versions) => `${JSON.stringify(writeMlBom(versions), null, 2)}\n`,
}

/** @param versions in any order; @returns JSON, or JSON lines of OpenLineage events */
export function writeLineage(format: ExportFormat, versions: readonly ExportedVersion[]): string {
  return writers[format](versions)
}
