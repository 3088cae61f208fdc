/** Writes a document for each payee of an epoch, into a folder or a ZIP. */
import { createWriteStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { documentsOf, type RunFile } from '../../documents/run.ts'
import { fail } from '../../errors.ts'
import { counted } from '../output/table.ts'
import type { Session } from '../session.ts'
import { requireFormat } from './statementDocument.ts'

/** @throws HeadwaterError `usage.invalid`, `output.unwritable` */
export async function writeStatementRun(
  session: Session,
  epoch: number,
  { format: name, to }: { readonly format: string | undefined; readonly to: string | undefined },
): Promise<void> {
  const format = requireFormat(name)
  if (to === undefined)
    fail('usage.invalid', 'Documents need a place: name a folder or a .zip file with --to.')
  const progress = session.progress('statements')
  const payees = await session.with('reads', async (headwater) => {
    const { until } = await headwater.epoch(epoch)
    let written = 0
    const files = async function* (): AsyncGenerator<RunFile> {
      for await (const file of documentsOf(headwater.statementsInFull(epoch), format)) {
        yield file
        if (file.payee !== undefined) progress.update({ note: counted(++written, 'statement') })
      }
    }
    try {
      if (to.endsWith('.zip')) await writeZip(to, files(), until)
      else await writeFolder(to, files())
    } catch (error) {
      if ((error as NodeJS.ErrnoException).syscall === undefined) throw error
      fail('output.unwritable', `${to} cannot be written: ${(error as Error).message}.`)
    } finally {
      progress.stop()
    }
    return written
  })
  await session.out.text(`${counted(payees, 'statement')} written to ${to}`)
}

/** Under another name until it is whole. */
async function writeZip(to: string, files: AsyncIterable<RunFile>, until: string): Promise<void> {
  const { zipOf } = await import('../../documents/zip.ts')
  const part = `${to}.part`
  try {
    await pipeline(await zipOf(files, until), createWriteStream(part, { mode: 0o600 }))
    renameSync(part, to)
  } finally {
    rmSync(part, { force: true })
  }
}

/** The list is the last file, so a folder without it was not finished. */
async function writeFolder(to: string, files: AsyncIterable<RunFile>): Promise<void> {
  if (existsSync(to) && readdirSync(to).length > 0)
    fail('usage.invalid', `${to} is not empty: name a new folder, so that it has one run alone.`)
  const made = new Set<string>()
  for await (const { path, bytes } of files) {
    const file = join(to, path)
    const folder = dirname(file)
    if (!made.has(folder)) {
      mkdirSync(folder, { recursive: true })
      made.add(folder)
    }
    await writeFile(file, bytes, { mode: 0o600 })
  }
}
