import type { EpochReport, Headwater } from 'headwater/client'

/** Every closed epoch, the newest first. */
export async function readEpochs(headwater: Headwater): Promise<EpochReport[]> {
  const epochs: EpochReport[] = []
  for await (const epoch of headwater.epochs()) epochs.push(epoch)
  return epochs.reverse()
}
