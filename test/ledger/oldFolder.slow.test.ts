/**
 * A data folder that an older build made, and what that build answered about it. The present build must open the folder,
 * close its next epoch and answer the same, to the byte; test/fixtures/folder-v1/README.md describes both.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { objects } from '../cli/support.ts'
import { finish, firstLine, runCli, startCli } from '../support/process.ts'

const fixture = fileURLToPath(new URL('../fixtures/folder-v1/', import.meta.url))

/** A command, or `GET` and a path of the HTTP API, and what the older build printed. */
interface Exchange {
  readonly asked: readonly string[]
  /** For the name of its test. */
  readonly question: string
  readonly answer: string
}

const making = readExchanges('making.ndjson')
const answers = readExchanges('answers.ndjson')

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'headwater-old-folder-'))
})
afterAll(() => rm(root, { recursive: true }))

describe('I11: a folder of the older build', () => {
  const data = () => join(root, 'folder')
  beforeAll(() => {
    execFileSync('tar', ['-xzf', join(fixture, 'folder.tar.gz'), '-C', root])
  })

  test.each(answers)('answers $question as it did', (exchange) => expectSame(data(), exchange))
})

describe('I3: a new folder with the inputs of the old one', () => {
  const data = () => join(root, 'new')

  test.each(making)('answers $question as it did', (exchange) => expectSame(data(), exchange))

  const epochs = answers.filter(({ asked }) => ['close', 'epochs', 'verify'].includes(asked[0]!))
  test.each(epochs)('answers $question as the old one', (exchange) => expectSame(data(), exchange))
})

/** A line with an array begins an exchange; the lines up to the next array are its answer. */
function readExchanges(name: string): Exchange[] {
  const texts = readFileSync(join(fixture, name), 'utf8').split(/^(?=\[)/m)
  return texts.map((text) => {
    const end = text.indexOf('\n') + 1
    const asked = JSON.parse(text.slice(0, end)) as string[]
    return { asked, question: asked.join(' '), answer: text.slice(end) }
  })
}

async function expectSame(data: string, { asked, answer }: Exchange): Promise<void> {
  const whole = asked[0] === 'GET' ? await get(data, asked[1]!) : await run(data, asked)
  const found = withoutNewFields(whole, answer)
  const compared = writesSentences.includes(asked[0]!) ? withoutSentences : (text: string) => text
  // Objects first: their difference is shown field by field.
  expect(objects(compared(found))).toEqual(objects(compared(answer)))
  expect(compared(found)).toBe(compared(answer))
}

/** A newer build may add fields to an answer. Those that the older build printed keep their names, order and values. */
function withoutNewFields(found: string, answer: string): string {
  const older = answer.split('\n')
  return found
    .split('\n')
    .map((line, index) => {
      if (!line.startsWith('{') || !older[index]?.startsWith('{')) return line
      return JSON.stringify(narrowed(JSON.parse(line), JSON.parse(older[index])))
    })
    .join('\n')
}

function narrowed(value: unknown, older: unknown): unknown {
  if (Array.isArray(value) && Array.isArray(older))
    return value.map((item, index) => narrowed(item, older[index]))
  if (!isObject(value) || !isObject(older)) return value
  const kept = Object.entries(value).filter(([name]) => Object.hasOwn(older, name))
  return Object.fromEntries(kept.map(([name, field]) => [name, narrowed(field, older[name])]))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

async function run(data: string, asked: readonly string[]): Promise<string> {
  const argv = asked.map((word) => (word.endsWith('.ndjson') ? join(fixture, 'inputs', word) : word))
  const { code, stdout, stderr } = await runCli([...argv, '--data', data, '--json'])
  expect(code, stderr + stdout).toBe(0)
  return stdout
}

async function get(data: string, path: string): Promise<string> {
  const server = startCli(['serve', '--port', '0', '--data', data, '--json'])
  const ended = finish(server)
  try {
    const { url } = JSON.parse(await firstLine(server)) as { url: string }
    return `${await (await fetch(url + path)).text()}\n`
  } finally {
    server.kill('SIGTERM')
    await ended
  }
}

/** Commands that compose sentences for people, which a newer build may word in another way. */
const writesSentences = ['ingest', 'verify']

function withoutSentences(text: string): string {
  return text.replaceAll(/"(message|detail)":"(?:[^"\\]|\\.)*"/g, '"$1":""')
}
