import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { hasKafka } from '../../tools/kafka/broker.ts'
import { freePort } from '../support/freePort.ts'
import { patienceMs } from '../support/patience.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const page = readFileSync(join(root, 'docs/beyond-one-machine.md'), 'utf8')
const section = page.split('\n## ').find((part) => part.startsWith('The whole on one machine'))!
const folder = mkdtempSync(join(tmpdir(), 'headwater-whole-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The page's blocks, with free ports, folders that go again, and the command line from the sources. */
async function blocksToRun(): Promise<string[]> {
  const entry = join(folder, 'headwater.mjs')
  const main = new URL('../../src/main.ts', import.meta.url).href
  writeFileSync(entry, `import { main } from ${JSON.stringify(main)}\nawait main(process.argv.slice(2))\n`)
  // All at once, and before the folder: a free port, or the folder's random name, may have the digits of another port.
  const ports = new Map<string, string>()
  for (const port of ['9092', '8123', '2113', '8787']) ports.set(port, String(await freePort()))
  const text = section
    .replaceAll(/9092|8123|2113|8787/g, (port) => ports.get(port)!)
    .replaceAll('bin/headwater.js', entry)
    .replaceAll('.headwater-', `${folder}/.headwater-`)
    .replaceAll(' demo >', ` demo --data ${folder}/.headwater-demo >`)
  return [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1]!)
}

/** Waits as a reader of the page does: until each process has printed its address. */
async function untilStarted(block: string, printed: () => string): Promise<void> {
  const until = performance.now() + patienceMs
  for (const [, port] of block.matchAll(/--port (\d+).*&$/gm)) {
    const address = new RegExp(`(Use it:|answers at) .*:${port}\\b`)
    while (!address.test(printed())) {
      expect(performance.now(), printed()).toBeLessThan(until)
      await sleep(100)
    }
  }
}

describe.skipIf(!hasKafka())('docs/beyond-one-machine.md', () => {
  it('starts the whole on one machine, command by command, and comes to the roots of the README', async () => {
    const blocks = await blocksToRun()
    const shell = spawn('bash', ['-e'], { cwd: root, detached: true, stdio: 'pipe' })
    let printed = ''
    for (const stream of [shell.stdout, shell.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text
      })
    try {
      for (const [index, block] of blocks.entries()) {
        shell.stdin.write(`${block}echo "block ${index} is done"\n`)
        while (!printed.includes(`block ${index} is done`)) {
          expect(shell.exitCode, printed).toBe(null)
          await sleep(100)
        }
        await untilStarted(block, () => printed)
      }
      shell.stdin.end()
      if (shell.exitCode === null) await once(shell, 'close')
    } finally {
      if (shell.exitCode === null) process.kill(-shell.pid!, 'SIGKILL')
    }
    expect(shell.exitCode, printed).toBe(0)
    const readme = readFileSync(join(root, 'README.md'), 'utf8')
    const roots = [...readme.matchAll(/^ +1 +eip155:\d+ +\d+ +(0x[0-9a-f]{64})$/gm)].map((match) => match[1]!)
    expect(roots).toHaveLength(2)
    for (const root of roots) expect(printed).toContain(root)
    expect(printed).toContain('Epoch 1: verified')
  })
})
