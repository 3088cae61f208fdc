/** One trial of damage: a copy of a ledger, one place of it changed by a seed, and what the doctor and every reader say. */
import { createHash } from 'node:crypto'
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { loadConfig } from '../../src/config.ts'
import { HeadwaterError } from '../../src/errors.ts'
import { examineSetup, openHeadwater } from '../../src/ledger/open.ts'
import type { Headwater } from '../../src/service/headwater.ts'
import { collect } from './collect.ts'
import { createRandom } from './random.ts'
import { textStream } from './temporaryHeadwater.ts'

/** What is asked, and the digest of the answer, or the code and the sentence of the failure. */
type Answers = ReadonlyMap<string, string>

interface Trial {
  readonly place: string
  /** Checks of the deep doctor that failed. */
  readonly failed: readonly string[]
  /** Questions that were answered differently than on the undamaged ledger. */
  readonly differing: Answers
}

const bug = 'internal.bug'

/** Codes of a ledger that is not as it was written. `data.newer`: a flipped digit of a format's number. */
const expectedCodes =
  /^(?:data\.(?:damaged|outOfStep|newer)|close\.(?:batchDiffers|batchMissing|booksDiffer)|verify\.differs): /

/** Sentences on what such a trial must not show; none where all is well. */
export function faultsOf({ place, failed, differing }: Trial): string[] {
  const found: string[] = []
  for (const [question, answer] of differing) {
    if (!expectedCodes.test(answer)) found.push(`${place}: ${question} answers ${answer.slice(0, 300)}`)
  }
  if (differing.size > 0 && failed.length === 0)
    found.push(
      `${place}: the doctor finds nothing, but ${[...differing][0]!.join(' answers ').slice(0, 300)}`,
    )
  return found
}

export async function tryDamage(original: string, expected: Answers, seed: number): Promise<Trial> {
  const folder = `${original}-${seed}`
  cpSync(original, folder, { recursive: true, verbatimSymlinks: true })
  try {
    const place = `seed ${seed}, ${damage(folder, seed)}`
    const failed = await failedChecks(folder)
    const answers = await ask(folder)
    const differing = new Map([...answers].filter(([question, answer]) => expected.get(question) !== answer))
    return { place, failed, differing }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function failedChecks(folder: string): Promise<string[]> {
  const { checks } = await examineSetup(loadConfig({ HEADWATER_DATA: folder }, {}), { deep: true })
  return checks.flatMap(({ status, name, detail }) => (status === 'fail' ? [`${name}: ${detail}`] : []))
}

/** Files of one kind are one group, so that the many small ones of the usage store do not hide the others. */
function pickFile(folder: string, random: ReturnType<typeof createRandom>): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    // Of a link to a folder both ways are listed.
    .filter((name) => !/^usage\/(?:data|metadata)\//.test(name) && statSync(join(folder, name)).size > 0)
    .sort()
  if (random.chance(0.2)) return 'events.sqlite'
  const groups = Map.groupBy(files, (name) =>
    name.startsWith('usage/store/')
      ? name.replace(/^.*\//, '').replace(/^\w+\.sql$/, 'sql')
      : name.replace(/\d+/, ''),
  )
  return random.pick(groups.get(random.pick([...groups.keys()]))!)
}

/** @returns what was changed */
function damage(folder: string, seed: number): string {
  const random = createRandom(seed)
  const name = pickFile(folder, random)
  const bytes = readFileSync(join(folder, name))
  const kind = random.pick(['bit', 'bit', 'bit', 'byte', 'byte', 'half', 'empty', 'zeroes'] as const)
  const at = random.int(bytes.length)
  let left: Uint8Array = bytes
  if (kind === 'bit') bytes[at]! ^= 1 << random.int(8)
  else if (kind === 'byte') bytes[at] = bytes[at]! + 1 + random.int(255)
  else if (kind === 'half') left = bytes.subarray(0, bytes.length >> 1)
  else if (kind === 'empty') left = bytes.subarray(0, 0)
  else bytes.fill(0, at - (at % 512), Math.min(bytes.length, at - (at % 512) + 512))
  writeFileSync(join(folder, name), left)
  return `${kind} at ${at} of ${name}`
}

/** Asks everything that prints figures, then closes the next epoch and sends an input again. */
export async function ask(folder: string): Promise<Answers> {
  const answers = new Map<string, string>()
  const put = async (question: string, answer: () => Promise<unknown>) => {
    answers.set(question, await answer().then(digestOf, describe))
  }
  let opened: Headwater | undefined
  await put('open', async () => {
    const config = loadConfig({ HEADWATER_DATA: folder }, {})
    opened = await openHeadwater(config, { command: 'test', make: false })
  })
  if (opened === undefined) return answers
  const service = opened
  await put('epochs', () => collect(service.epochs()))
  for (const epoch of [1, 2]) {
    await put(`statements ${epoch}`, () => collect(service.statements(epoch)))
    await put(`tree ${epoch}`, () => collect(service.tree(epoch)))
    await put(`manifest ${epoch}`, async () => Buffer.from(await service.manifest(epoch)).toString())
  }
  for (const payee of ['org:lab', 'Zoë']) await put(`statement ${payee}`, () => service.statement(payee))
  await put('balances', () => service.balances('org:lab'))
  for (const call of ['call-0001', 'call-0137', 'call-0216'])
    await put(`explain ${call}`, () => service.explain(call))
  await put('currencies', () => service.currencies())
  await put('assets', () => service.assets())
  await put('refused', () => service.refused({ limit: 100 }))
  await put('verify', () => verify(service))
  await put('close', async () => (await service.close({ until: '2025-04-01T00:00:00Z' })).manifestHash)
  await put('ingest', async () => {
    const { accepted, duplicate } = await service.ingest(textStream(january), { origin: 'again' })
    return [accepted, duplicate]
  })
  await put('shutdown', () => service.shutdown())
  return answers
}

const january = readFileSync(new URL('../fixtures/folder-v1/inputs/january.ndjson', import.meta.url), 'utf8')

async function verify(service: Headwater): Promise<number> {
  const reports = await collect(service.verify())
  const differing = reports.flatMap(({ checks }) => checks.filter(({ ok }) => !ok))
  if (differing.length > 0) throw new Error(`verify.differs: ${JSON.stringify(differing)}`)
  return reports.length
}

function digestOf(answer: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(answer) ?? '')
    .digest('hex')
}

function describe(error: Error): string {
  if (error instanceof HeadwaterError) return `${error.code}: ${error.message}`
  return error.message.startsWith('verify.differs') ? error.message : `${bug}: ${error.stack}`
}
