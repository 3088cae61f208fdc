/** `close` on a terminal shows the preview and asks. `script` of util-linux gives the process a terminal of its own. */
import { spawn } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cliCommand, finish } from '../support/process.ts'
import { type FakeServer, fakeServer } from './support.ts'

let server: FakeServer
beforeAll(async () => {
  server = await fakeServer()
})
afterAll(() => server[Symbol.asyncDispose]())

/** @param answer what the user types once the question is there */
async function onTerminal(answer: string, ...flags: string[]) {
  const { file, argv, env } = cliCommand(['close', ...flags, '--url', server.url])
  const command = [file, ...argv].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ')
  const child = spawn('script', ['-qec', command, '/dev/null'], { env, stdio: 'pipe' })
  let shown = ''
  // The question may come in pieces, and is shown again beside what is typed.
  child.stdout.on('data', (chunk: Buffer) => {
    const before = shown
    shown += chunk.toString('latin1')
    if (shown.includes('[y/N]') && !before.includes('[y/N]')) child.stdin.write(answer)
  })
  const closedBefore = server.fake.closeOptions.length
  const { code, stdout } = await finish(child)
  return { code, stdout, closes: server.fake.closeOptions.slice(closedBefore) }
}

describe('close on a terminal', () => {
  test('shows what it would record, and closes exactly that when the user says yes', async () => {
    const { code, stdout, closes } = await onTerminal('y\r', '--epoch', '4')
    const confirm = /--confirm (\S+)/.exec(stdout)![1]
    expect(stdout).toContain('Close epoch 4? This is final. [y/N]')
    expect(stdout.indexOf('2 payments:')).toBeLessThan(stdout.indexOf('[y/N]'))
    expect(closes).toEqual([expect.objectContaining({ confirm, epoch: 4 })])
    expect(code).toBe(0)
  })

  test.each([
    ['no', 'n\r'],
    ['nothing', '\r'],
    ['the end of the input', '\u0004'],
    ['an interrupt', '\u0003'],
  ])('closes nothing when the user answers with %s', async (_, answer) => {
    const { code, stdout, closes } = await onTerminal(answer)
    expect(stdout).toContain('Nothing was closed.')
    expect([code, closes]).toEqual([1, []])
  })

  test('asks nothing with --yes, or where a preview is confirmed', async () => {
    for (const flags of [['--yes'], ['--confirm', 'x_1_y']]) {
      const { code, stdout, closes } = await onTerminal('', ...flags)
      expect([code, closes.length, stdout.includes('[y/N]')]).toEqual([0, 1, false])
    }
  })
})
