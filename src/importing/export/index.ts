/** The ledger's lineage as documents. This door loads no reader of documents. */
export { type ExportedVersion, type ExportFormat, exportFormats } from './graph.ts'
export { writeLineage } from './write.ts'
