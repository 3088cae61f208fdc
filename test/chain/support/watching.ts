/** `headwater watch --once` in a process of its own, into a folder that the test then looks at. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LedgerHeadwater } from '../../../src/ledger/headwater.ts'
import type { Anvil } from '../../support/anvil.ts'
import { runCli } from '../../support/process.ts'
import { openFolder, textStream } from '../../support/temporaryHeadwater.ts'

interface Watching extends AsyncDisposable {
  /** Takes in what is final. @returns counts of events */
  watch(...options: string[]): Promise<Record<'accepted' | 'duplicate' | 'conflict' | 'rejected', number>>
  look<Answer>(at: (ledger: LedgerHeadwater) => Promise<Answer>): Promise<Answer>
}

/** @param section of the chain in the chains file, beside its endpoint @param first events of another input, taken in first */
export async function watching(anvil: Anvil, section: object, first: readonly object[]): Promise<Watching> {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-test-'))
  const file = join(folder, 'chains.json')
  const data = join(folder, 'ledger')
  const chains = { [anvil.chain]: { endpoints: [anvil.url], poll: '100ms', ...section } }
  await writeFile(file, JSON.stringify({ chains }))
  const look: Watching['look'] = async (at) => {
    await using opened = await openFolder(data)
    return await at(opened.service)
  }
  await look((ledger) =>
    ledger.ingest(textStream(first.map((event) => JSON.stringify(event)).join('\n')), { origin: 'first' }),
  )
  return {
    look,
    async watch(...options) {
      const argv = ['watch', '--once', '--json', '--data', data, '--chains', file, ...options]
      const { code, stdout, stderr } = await runCli(argv)
      if (code !== 0) throw new Error(`watch ended with ${code}: ${stderr}${stdout}`)
      return JSON.parse(stdout.trim().split('\n').at(-1)!)
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}
