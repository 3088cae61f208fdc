/** What stands beneath the workers of a run: a data folder, or stand-ins of a KurrentDB and a ClickHouse server. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Started, startProgram } from './processes.ts'

export type EngineKind = 'embedded' | 'shared'

export interface Engines extends AsyncDisposable {
  readonly kind: EngineKind
  readonly processes: readonly Started[]
  /** Address of the event store that others may read too. */
  readonly eventstore: string | undefined
  /** Flags of a command that works on them. Where they are shared each process has a folder of its own. */
  flags(process: string): string[]
}

export async function startEngines(kind: EngineKind): Promise<Engines> {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-load-'))
  const processes: Started[] = []
  const stop = async () => {
    for (const process of processes) await process.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  if (kind === 'embedded') {
    return {
      kind,
      processes,
      eventstore: undefined,
      flags: () => ['--data', join(folder, 'data')],
      [Symbol.asyncDispose]: stop,
    }
  }
  const double = new URL('../../tools/kurrentdb-double/main.ts', import.meta.url)
  const front = new URL('../../tools/clickhouse-front/main.ts', import.meta.url)
  processes.push(await startProgram('KurrentDB double', double))
  processes.push(await startProgram('ClickHouse front', front, ['--data', join(folder, 'clickhouse')]))
  const [eventstore, clickhouse] = processes.map(({ line }) => line.trim()) as [string, string]
  return {
    kind,
    processes,
    eventstore,
    flags: (process) => [
      ...['--data', join(folder, process)],
      ...['--eventstore', eventstore, '--clickhouse', clickhouse],
    ],
    [Symbol.asyncDispose]: stop,
  }
}
