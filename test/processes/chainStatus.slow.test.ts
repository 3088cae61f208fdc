/** What `chain status` believes of the note of a watch. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import { openHeadwater } from '../../src/ledger/open.ts'
import { chainStatus } from '../../src/processes/chains.ts'
import { freePort } from '../support/freePort.ts'

const chain = 'eip155:1'
const registry = `0x${'aa'.repeat(20)}`
const stopped = { code: 'chain.reorged', message: 'Block 5 is another one now.' }

it.each([
  ['of a watch that runs is believed', 'watch', false, { next: 7, state: 'stopped' }],
  [
    'of a watch that ended is believed while another process has the folder',
    'serve',
    true,
    { next: 7, state: 'stopped' },
  ],
  ['that a killed watch left is not, also where a server has its process id', 'serve', false, { next: null }],
])('A note %s', async (_, command, ended, expected) => {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-status-'))
  const data = join(folder, 'ledger')
  const config = loadConfig({ HEADWATER_DATA: data, HEADWATER_CHAINS: join(folder, 'chains.json') }, {})
  const endpoints = [`http://127.0.0.1:${await freePort()}`]
  const chains = { [chain]: { endpoints, registry: { address: registry, from: 0 } } }
  await writeFile(config.chains.file!, JSON.stringify({ chains }))
  const held = await openHeadwater(config, { command, make: true })
  try {
    const note = {
      pid: process.pid,
      ended,
      chains: [{ chain, stopped, waiting: null, watched: [{ watched: registry, next: 7 }] }],
    }
    await writeFile(join(data, 'watch.json'), JSON.stringify(note))
    expect(await chainStatus(config)).toMatchObject([{ chain, watched: registry, ...expected }])
  } finally {
    await held.shutdown()
    await rm(folder, { recursive: true, force: true })
  }
})
