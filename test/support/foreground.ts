/**
 * What `npm run kafka`, `npm run clickhouse-front` and `npm run kurrentdb-double` have in common: the options `--port N`
 * and `--data FOLDER`, the address alone on standard output, how to use it on standard error, and an end at SIGTERM or
 * SIGINT that leaves nothing behind but the folder that was named.
 */
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

interface Part {
  /** As `npm run` knows it. */
  readonly name: string
  /** Why it can't be started here; undefined where it can. */
  readonly missing?: () => string | undefined
  /** Whether what it holds can stay in a folder. */
  readonly keepsData: boolean
  /** @param port 0 takes a free one */
  start(given: { readonly port: number; readonly folder: string }): Promise<RunningPart>
}

interface RunningPart {
  readonly address: string
  /** The option and the variable that lead Headwater to it. */
  readonly use: string
  /** Resolves if it ends by itself. */
  readonly ended?: Promise<unknown>
  stop(): Promise<void>
}

/** A fault that the user can fix. It is printed in one line, without a stack. */
class UsageFault extends Error {}

/** Runs the part until it is stopped. The exit code is 2 if it was started wrongly. */
export async function runInForeground(part: Part): Promise<void> {
  try {
    await run(part)
  } catch (error) {
    const known = error instanceof UsageFault
    console.error(`npm run ${part.name}: ${known ? error.message : (error as Error).stack}`)
    process.exitCode = known ? 2 : 1
  }
}

async function run(part: Part): Promise<void> {
  const { port, data } = readOptions(part)
  const missing = part.missing?.()
  if (missing !== undefined) throw new UsageFault(missing)
  await requireFree(port)
  const told = Promise.race((['SIGTERM', 'SIGINT'] as const).map((signal) => once(process, signal)))
  const folder = data ?? mkdtempSync(join(tmpdir(), `headwater-${part.name}-`))
  try {
    mkdirSync(folder, { recursive: true })
    const running = await part.start({ port, folder })
    process.stdout.write(`${running.address}\n`)
    const stays = data === undefined ? 'What it holds goes with it.' : `What it holds stays in ${folder}.`
    console.error(`Use it: ${running.use}. ${stays} Stop: Ctrl-C`)
    const died = running.ended?.then(() => true)
    const alone = await Promise.race([told.then(() => false), ...(died ? [died] : [])])
    await running.stop()
    if (alone) throw new Error('it ended by itself')
  } finally {
    if (data === undefined) rmSync(folder, { recursive: true, force: true })
  }
}

function readOptions({ keepsData }: Part): { port: number; data: string | undefined } {
  const options = { port: { type: 'string' }, data: { type: 'string' } } as const
  let values: { port?: string; data?: string }
  try {
    values = parseArgs({ options }).values
  } catch (error) {
    throw new UsageFault(
      `${(error as Error).message.split('. ')[0]}. The options are --port N and --data FOLDER.`,
    )
  }
  const port = Number(values.port ?? 0)
  if (!/^[0-9]{1,5}$/.test(values.port ?? '0') || port > 65_535)
    throw new UsageFault(`--port is a number up to 65535, 0 for a free one, not ${values.port}.`)
  if (values.data !== undefined && !keepsData)
    throw new UsageFault('It holds everything in memory and keeps nothing: leave --data out.')
  return { port, data: values.data === undefined ? undefined : resolve(values.data) }
}

async function requireFree(port: number): Promise<void> {
  if (port === 0) return
  const probe = createServer()
  try {
    await once(probe.listen(port, '127.0.0.1'), 'listening')
  } catch (error) {
    const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
    const why = taken ? 'another program listens there' : (error as Error).message
    throw new UsageFault(`Port ${port} of 127.0.0.1 can't be had: ${why}. Name another with --port, or none.`)
  }
  probe.close()
  await once(probe, 'close')
}
