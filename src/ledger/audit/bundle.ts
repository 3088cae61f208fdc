/** The auditor's bundle of an epoch, from settlement's answers and the page of the package, as the bytes of a ZIP. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type BundleSources, filesOf } from '../../documents/auditBundle/files.ts'
import { zipOf } from '../../documents/zip.ts'
import { fail } from '../../errors.ts'
import type { Settlement } from '../../settlement/index.ts'
import type { Engines } from '../engines.ts'

/** The same place from the sources and from the build. */
const builtPage = new URL('../../../dist/verifier/verify.html', import.meta.url)

/** @throws HeadwaterError `epoch.unknown`, `bundle.pageMissing`, `signing.keyUnreadable`, `close.batchDiffers`, `close.batchMissing`, before the first bytes */
export async function* auditBundle(
  settlement: Settlement,
  { signer }: Pick<Engines, 'signer'>,
  epoch: number,
): AsyncGenerator<Uint8Array> {
  const report = await settlement.epoch(epoch)
  signer?.open()
  const page = await readFile(builtPage).catch(() =>
    fail('bundle.pageMissing', `The page that verifies proofs is not at ${fileURLToPath(builtPage)}.`),
  )
  const trail = await settlement.auditTrail(epoch)
  const sources: BundleSources = {
    epoch: report,
    manifest: await settlement.manifest(epoch),
    events: trail.events(),
    batches: trail.batches(),
    rows: trail.rows(),
    statements: settlement.statementsInFull(epoch),
    trees: settlement.tree(epoch),
    page,
    sign: signer && ((text) => signer.sign(text)),
  }
  yield* await zipOf(filesOf(sources), report.until)
}
