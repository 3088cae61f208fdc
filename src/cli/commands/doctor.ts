import { isConfigFault, loadSoundConfig, settingsOf } from '../../config.ts'
import { HeadwaterError } from '../../errors.ts'
import type { DoctorCheck, DoctorReport } from '../../service/headwater.ts'
import { doctorReport } from '../../service/schemas/index.ts'
import { exitCodes } from '../output/fault.ts'
import { printable } from '../output/table.ts'
import type { Session } from '../session.ts'
import type { CommandDefinition } from './definition.ts'

export const doctorCommand: CommandDefinition = {
  usage: 'doctor',
  about: 'check this set-up, and say how to fix what is wrong; exit code 1 if a check fails',
  examples: ['headwater doctor', 'headwater doctor --deep', 'headwater doctor --url http://127.0.0.1:8787'],
  options: (command) =>
    command.option(
      '--deep',
      'read everything: every event, row, book and refused event, and the files of the engines',
    ),
  async run(session, _operands, { deep = false }: { readonly deep?: boolean }) {
    const report = await examine(session, deep)
    await session.out.object(doctorReport, report)
    await session.out.text(report.checks.map(describe).join('\n'))
    return report.ok ? undefined : exitCodes.checkFailed
  },
}

/** A fault in the configuration is one finding among others: the other checks then use what is sound in it. */
async function examine(session: Session, deep: boolean): Promise<DoctorReport> {
  const { examineSetup } = await import('../../ledger/open.ts')
  try {
    const { url, apiKey } = session.config.remote
    if (url === undefined) return await examineSetup(session.config, { deep })
    const { connectRemote } = await import('../../client/remote.ts')
    return await connectRemote({ url, apiKey }).doctor({ deep })
  } catch (error) {
    if (isConfigFault(error)) {
      const rest = await examineSetup(loadSoundConfig(settingsOf(session.given)), { deep })
      return {
        ok: false,
        checks: [
          failed('configuration', error),
          ...rest.checks.filter(({ name }) => name !== 'configuration'),
        ],
      }
    }
    if (error instanceof HeadwaterError) return { ok: false, checks: [failed('server', error)] }
    throw error
  }
}

function failed(name: string, error: HeadwaterError): DoctorCheck {
  return { name, status: 'fail', detail: error.message, mend: error.fix }
}

function describe({ name, status, detail, mend }: DoctorCheck): string {
  const line = `${status.padEnd(4)}  ${name}: ${printable(detail)}`
  return mend === null ? line : `${line}\n      ${mend}`
}
