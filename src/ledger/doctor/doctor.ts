/** The report of the doctor: one check for each question, each answered whatever the others find. */
import { HeadwaterError } from '../../errors.ts'
import type { DoctorCheck, DoctorReport } from '../../service/headwater.ts'

export function doctorReport(checks: readonly DoctorCheck[]): DoctorReport {
  return { ok: checks.every(({ status }) => status !== 'fail'), checks }
}

export function failing(name: string, error: unknown): DoctorCheck {
  if (error instanceof HeadwaterError) return wrong(name, error.message, error.fix)
  return wrong(
    name,
    (error as Error).message,
    'Install the dependencies again with npm ci. If that does not help, report the fault.',
  )
}

export function fine(name: string, detail: string): DoctorCheck {
  return { name, status: 'ok', detail, mend: null }
}

export function doubtful(name: string, detail: string, mend: string): DoctorCheck {
  return { name, status: 'warn', detail, mend }
}

export function wrong(name: string, detail: string, mend: string): DoctorCheck {
  return { name, status: 'fail', detail, mend }
}

/** What a check answers, or that it could not be done. */
export async function attempt(
  name: string,
  check: () => Promise<DoctorCheck | DoctorCheck[]>,
): Promise<DoctorCheck[]> {
  try {
    return [await check()].flat()
  } catch (error) {
    return [failing(name, error)]
  }
}
