/** Flows of closed epochs as files beside the books, named by the hashes of their manifests. */
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { SettledEpoch, SettleInput } from '../close/settle.ts'
import type { KeptFiles } from '../keptFiles.ts'
import { flowFile, readFlowFile } from './flowFile.ts'
import { settledFlow } from './settledFlow.ts'
import type { FlowTable } from './table.ts'

/** Keeps the flow of an epoch that is closed now: its close has divided it. */
export async function keepSettledFlow(
  files: KeptFiles,
  closed: Pick<ClosedEpoch, 'epoch' | 'manifest' | 'manifestHash'>,
  { registry, graph }: Pick<SettleInput, 'registry' | 'graph'>,
  { divided }: Pick<SettledEpoch, 'divided'>,
): Promise<void> {
  keepFlow(files, closed, await settledFlow(closed, { registry, graph, ...divided }))
}

export function keepFlow(
  files: KeptFiles,
  { manifestHash }: Pick<ClosedEpoch, 'manifestHash'>,
  table: FlowTable,
): void {
  const parts = flowFile(table)
  if (parts) files.keep(manifestHash, parts).close()
}

/** @returns undefined where no file is kept, or none that can be read */
export function keptFlow(files: KeptFiles, { manifestHash }: ClosedEpoch): FlowTable | undefined {
  const file = files.open(manifestHash)
  if (file === undefined) return undefined
  try {
    return readFlowFile(file)
  } catch {
    return undefined
  } finally {
    file.close()
  }
}
