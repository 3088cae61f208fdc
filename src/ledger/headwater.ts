/** `Headwater` on the engines of one ledger, opened in this process. */

import { lazy } from '../base/lazy.ts'
import type { Config } from '../config.ts'
import { fail } from '../errors.ts'
import type {
  AuditAction,
  AuditEntry,
  CloseOptions,
  EpochReport,
  Headwater,
  HealthReport,
} from '../service/headwater.ts'
import type { PeopleServed } from '../service/people.ts'
import { packageVersion } from '../version.ts'
import { bundleMethods } from './audit/bundleMethods.ts'
import { boundedReads } from './boundedReads.ts'
import { openCurrentParts } from './currentParts.ts'
import { closeEngines, type Engines } from './engines.ts'
import { type NoticesHere, noticeMethods } from './notices.ts'
import type { Parts } from './openParts.ts'
import { peopleMethods } from './people/methods.ts'
import { quarantineMethods } from './quarantine.ts'
import { reads } from './reads.ts'
import { createRunningWork, type RunningWork } from './runningWork.ts'
import { type TakingIn, takingIn } from './takingIn.ts'

export interface LedgerHeadwater extends Headwater, TakingIn, NoticesHere, PeopleServed {
  /** The data folder. */
  readonly path: string
  /** Notes in the audit what is in force now, where it differs from what was in force before. */
  noteInForce(action: AuditAction, details: AuditEntry['details']): Promise<void>
  /** Writes the address of this server into the folder, for processes that find the folder held. */
  announce(url: string): void
}

/** @param command the command that works on the folder, for processes that find the folder held */
export async function createLedgerHeadwater(
  engines: Engines,
  config: Config,
  command: string,
): Promise<LedgerHeadwater> {
  const { events, folder, usage, identities, ownIdentities, clock, audit } = engines
  const since = clock().toISOString()
  const parts = await openCurrentParts(engines)
  const work = createRunningWork(() => parts.upToDate())
  let shutdown: Promise<void> | undefined
  const doctor = lazy(() => import('./doctor/ofService.ts').then(({ doctorOf }) => doctorOf(engines, config)))

  /** Works also while ingestion is stopped, which it reports. */
  async function health(): Promise<HealthReport> {
    const { registry, settlement } = parts.last
    const { refused } = await usage.get()
    const opened = await identities.opened()
    let epochs = 0
    let lastEpoch: HealthReport['lastEpoch'] = null
    for await (const { until, position } of settlement.epochs()) {
      epochs++
      lastEpoch = { until, position }
    }
    return {
      status: work.closing ? 'closing' : parts.fault === undefined ? 'ok' : 'failing',
      version: packageVersion,
      startedAt: since,
      position: await events.head(),
      registryEvents: registry.count,
      assets: registry.assets.size,
      versions: registry.versions.length,
      epochs,
      lastEpoch,
      identities: opened === undefined ? null : opened.size + ownIdentities.size,
      refused: await refused.count(),
      refusedNotKept: (await refused.losses()).notKept,
    }
  }

  async function close({ actor, ...options }: CloseOptions = {}): Promise<EpochReport> {
    return work.upToDate(({ settlement }) =>
      settlement.close(options, async ({ epoch, until, manifestHash }) => {
        await audit.closed(actor, { epoch, until, manifestHash })
        if (options.confirm !== undefined)
          await audit.record('epoch.confirmed', actor, { epoch, manifestHash })
      }),
    )
  }

  async function shutDown(): Promise<void> {
    await work.close()
    await parts.settled()
    await parts.last.drain().catch(() => {})
    // The store only saves time: where it can't be written now, the next start replays the events.
    await parts.last.saveRegistry().catch(() => {})
    await closeEngines(engines)
  }

  const answers = boundedReads(reads(work, engines))

  return {
    path: folder.path,
    noteInForce: (action, details) => audit.inForce(action, details),
    announce: (url) => folder.hold({ command, url, since }),
    ...takingIn(work, { engines, audit }),
    ...answers,
    ...noticeMethods(work, engines, answers),
    audit: (query = {}) => work.run(() => audit.page(query)),
    close,
    ...quarantineMethods(work, engines),
    ...bundleMethods(work, engines),
    ...peopleMethods(work, engines),
    health,
    doctor: (options) => work.run(async () => (await doctor.get())(options)),
    backup: backups(work, engines),
    shutdown: () => (shutdown ??= shutDown()),
  }
}

/** One backup at a time. */
function backups(work: RunningWork<Parts>, engines: Engines): Headwater['backup'] {
  let backingUp = false
  return async (place) => {
    if (backingUp) fail('backup.running', 'A backup of this ledger is being written now.')
    backingUp = true
    try {
      const { takeBackup } = await import('./backup/takeBackup.ts')
      return await work.upToDate(({ exclusively }) => takeBackup({ ...engines, exclusively }, place))
    } finally {
      backingUp = false
    }
  }
}
