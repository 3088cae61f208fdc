/** The log: the file as SQLite sees it, every event as what its type says, and every stream without a gap. */

import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RecordedEvent } from '../../../eventstore/port.ts'
import { batchRecorded } from '../../../log/batchRecorded.ts'
import { booksRebuilt } from '../../../log/booksRebuilt.ts'
import { checkpointMoved } from '../../../log/checkpointMoved.ts'
import { failDamagedEvent, readingEvent } from '../../../log/damagedEvent.ts'
import { type ClosedEpoch, closedEpoch } from '../../../log/epochClosed.ts'
import { ledgerNamed } from '../../../log/ledgerNamed.ts'
import { hashManifest } from '../../../log/manifest.ts'
import { partitionTaken } from '../../../log/partitionTaken.ts'
import { requireNext } from '../../../log/readWhole.ts'
import { readFact } from '../../../log/registryFact.ts'
import { rowsExcluded } from '../../../log/rowsExcluded.ts'
import { streams } from '../../../log/streams.ts'
import type { DoctorCheck } from '../../../service/headwater.ts'
import type { Engines } from '../../engines.ts'
import { witnessFault } from '../../witness.ts'
import { failing, fine, wrong } from '../doctor.ts'

/** Faults that one check lists; the others are counted. */
export const faultsListedMax = 5

export async function examineLogFile({ logFile, folder }: Engines): Promise<DoctorCheck> {
  const faults = logFile.examine()
  const witness = witnessFault(folder)
  if (witness !== undefined) {
    return wrong(
      'log file',
      `the note of its end is damaged: ${witness}`,
      'Delete the file: the next command that records something writes it again.',
    )
  }
  if (faults.length === 0) return fine('log file', `SQLite finds ${folder.events} whole`)
  return wrong(
    'log file',
    `${folder.events} is damaged: ${faults.slice(0, faultsListedMax).join('; ')}`,
    'Restore the data folder from a backup.',
  )
}

/** Our own events, by type; registry facts are the events of their stream. */
const ownEvents = new Map(
  [batchRecorded, booksRebuilt, checkpointMoved, ledgerNamed, partitionTaken, rowsExcluded].map((event) => [
    event.type,
    event as { read(event: RecordedEvent): unknown },
  ]),
)

export async function examineLog(engines: Engines): Promise<DoctorCheck> {
  const { events } = engines
  const faults: unknown[] = []
  const due = new Map<string, number>()
  let read = 0
  let before: ClosedEpoch | undefined
  const reading = (work: () => void) => {
    try {
      work()
    } catch (error) {
      faults.push(error)
    }
  }
  try {
    for await (const event of events.readAll()) {
      read++
      reading(() => requireNext(event, due.get(event.stream) ?? 0))
      due.set(event.stream, event.revision + 1)
      if (event.stream === streams.registry) reading(() => void readFact(event))
      else if (event.stream === streams.epochs)
        reading(() => {
          before = readClosed(event, before)
        })
      else reading(() => void ownEvents.get(event.type)?.read(event))
    }
  } catch (error) {
    faults.push(error)
  }
  if (faults.length > 0) {
    const checks = faults.map((error) => failing('log', error))
    const more = checks.length > faultsListedMax ? ` And ${checks.length - faultsListedMax} more faults.` : ''
    const details = checks.slice(0, faultsListedMax).map(({ detail }) => detail)
    return wrong('log', `${details.join(' ')}${more}`, checks[0]!.mend!)
  }
  const fault = await compareRegistry(engines)
  if (fault !== undefined) return fault
  const summed = engines.logFile.unsummed()
  const old = summed === 0 ? '' : `; ${summed} events of an older version have no checksum of their own`
  return fine(
    'log',
    `${read} events in ${due.size} streams are what their types say, without a gap; the registry store is what they give${old}`,
  )
}

/** Makes the registry store again, in another place, and compares every row. */
async function compareRegistry({ registry, folder }: Engines): Promise<DoctorCheck | undefined> {
  // A store that is not there is made by the next start.
  if (!existsSync(folder.registry)) return undefined
  const scratch = await mkdtemp(join(tmpdir(), 'headwater-registry-'))
  try {
    const { count, digest } = await (await registry.opened()).contents()
    if (digest === undefined) return undefined
    const made = await registry.rebuilt(join(scratch, 'registry.sqlite'), count)
    await made.save()
    const expected = await made.contents()
    await made.close()
    if (expected.digest === digest) return undefined
    const mend = 'Run `headwater rebuild`, which makes the store again from the events.'
    return wrong('log', 'the registry store is not what the events give', mend)
  } catch (error) {
    return failing('log', error)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

function readClosed(event: RecordedEvent, before: ClosedEpoch | undefined): ClosedEpoch {
  const closed = closedEpoch(event)
  readingEvent(event, () => {
    if (hashManifest(closed.manifestText) !== closed.manifestHash)
      failDamagedEvent(event, 'its manifest does not have the hash beside it')
    if (closed.manifest.previous !== (before?.manifestHash ?? null))
      failDamagedEvent(event, 'its manifest does not name the one before')
  })
  return closed
}
