/** Writes what an auditor needs of an epoch into a new ZIP. */
import { createWriteStream, existsSync, linkSync, rmSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { fail } from '../../errors.ts'
import type { Session } from '../session.ts'
import { type CommandDefinition, parseEpochNumber } from './definition.ts'

const bundleWritten = z.strictObject({ epoch: z.number(), file: z.string(), bytes: z.number() })

export const auditBundleCommand: CommandDefinition = {
  usage: 'audit-bundle <epoch>',
  about:
    'write what an auditor needs of an epoch into a ZIP: manifest, events, rows with callers, proofs, and a page that verifies a proof offline',
  examples: [
    'headwater audit-bundle 3 --to epoch-3.zip',
    'headwater audit-bundle 3 --to epoch-3.zip --url https://ledger.example.org',
  ],
  options: (command) => command.option('--to <file>', 'the ZIP; it must not exist (required)'),
  async run(session, [operand]: [string], { to }: { readonly to?: string }) {
    const epoch = parseEpochNumber(operand)
    if (to === undefined) fail('usage.invalid', 'Name a new file for the bundle: --to FILE.zip.')
    if (existsSync(to)) failExists(to)
    const bytes = await session.with('reads', (headwater) =>
      writeNew(to, headwater.auditBundle(epoch), session),
    )
    if (session.out.json) await session.out.object(bundleWritten, { epoch, file: to, bytes })
    else await session.out.text(`The bundle of epoch ${epoch} is in ${to} (${bytes} bytes)`)
    return undefined
  },
}

/** Under another name until it is whole. @returns its length */
async function writeNew(to: string, bundle: AsyncIterable<Uint8Array>, session: Session): Promise<number> {
  const progress = session.progress('bundle')
  const part = `${to}.part-${process.pid}`
  let bytes = 0
  const counting = async function* () {
    for await (const chunk of bundle) {
      bytes += chunk.length
      progress.update({ note: `${bytes} bytes` })
      yield chunk
    }
  }
  try {
    await pipeline(counting, createWriteStream(part, { mode: 0o600, flags: 'wx' }))
    linkSync(part, to)
    return bytes
  } catch (error) {
    const { code, syscall, message } = error as NodeJS.ErrnoException
    if (syscall === undefined) throw error
    if (code === 'EEXIST') failExists(to)
    return fail('output.unwritable', `${to} cannot be written: ${message}.`)
  } finally {
    progress.stop()
    rmSync(part, { force: true })
  }
}

function failExists(file: string): never {
  return fail('bundle.fileExists', `${file} exists already.`)
}
