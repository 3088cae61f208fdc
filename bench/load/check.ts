/** The books of the run against what was sent, to the unit: each check says what it compared, and where it differs. */
import { isDeepStrictEqual } from 'node:util'
import { runCli } from '../../test/support/process.ts'
import type { ExpectedBooks, Outcomes } from './books.ts'
import { lastUntil } from './economy.ts'

export interface Check {
  readonly what: string
  readonly ok: boolean
  /** What agreed, or the first thing that did not. */
  readonly detail: string
}

/**
 * Closes the run's epoch, and reads all its reports.
 * @param flags where the data is @param outcomes as the system reported them; undefined if a resend makes them unclear
 */
export async function checkBooks(
  flags: readonly string[],
  expected: ExpectedBooks,
  outcomes: Outcomes | undefined,
): Promise<Check[]> {
  const { epoch } = expected
  const [closed] = await ask(flags, 'close', '--until', lastUntil)
  const { counts, totals, trees } = closed as Record<string, never>
  const statements = await ask(flags, 'statements', '--epoch', '2')
  const refused = (await ask(flags, 'refused', 'list')) as { code: string }[]
  const byCode: Record<string, number> = {}
  for (const { code } of refused) byCode[code] = (byCode[code] ?? 0) + 1
  const verified = await runCli(['verify', '2', '--json', ...flags])
  const money = Object.keys(epoch.totals).join(', ')
  const roots = `${epoch.trees.length} roots, ${epoch.trees.reduce((sum, { leaves }) => sum + leaves, 0)} leaves`
  return [
    outcomes === undefined
      ? { what: 'answers', ok: true, detail: 'not compared: requests were sent again' }
      : compare('answers', expected.outcomes, outcomes, phrase(expected.outcomes)),
    compare('calls', epoch.counts, counts, phrase(epoch.counts)),
    compare(
      'refused, by code',
      expected.refusedByCode,
      byCode,
      `${refused.length.toLocaleString('en')} in the list`,
    ),
    compare('totals of every currency', epoch.totals, totals, money),
    compare('statements', epoch.statements, statements, `${statements.length.toLocaleString('en')} lines`),
    compare('payout trees', epoch.trees, trees, roots),
    {
      what: 'verify',
      ok: verified.code === 0,
      detail:
        verified.code === 0 ? 'recomputed from the logs' : (verified.stdout + verified.stderr).slice(-500),
    },
  ]
}

/** What a command prints with `--json`. @throws where it fails */
export async function ask(flags: readonly string[], ...command: string[]): Promise<unknown[]> {
  const { code, stdout, stderr } = await runCli([...command, '--json', ...flags])
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}: ${stderr}${stdout}`)
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}

function compare(what: string, expected: unknown, found: unknown, agreed: string): Check {
  if (isDeepStrictEqual(expected, found)) return { what, ok: true, detail: agreed }
  return { what, ok: false, detail: difference('', expected, found) }
}

function difference(path: string, expected: unknown, found: unknown): string {
  const bothObjects = [expected, found].every((value) => typeof value === 'object' && value !== null)
  if (bothObjects) {
    for (const name of new Set([...Object.keys(expected as object), ...Object.keys(found as object)])) {
      const [one, other] = [(expected as never)[name], (found as never)[name]]
      if (!isDeepStrictEqual(one, other)) return difference(`${path}/${name}`, one, other)
    }
  }
  return `${path}: sent ${JSON.stringify(expected)}, the books say ${JSON.stringify(found)}`
}

function phrase(counts: object): string {
  return Object.entries(counts)
    .map(([name, count]) => `${count.toLocaleString('en')} ${name}`)
    .join(', ')
}
