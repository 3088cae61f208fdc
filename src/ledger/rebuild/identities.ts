/**
 * Builds the identity index again from the logs in a folder beside the live one, compares the two, and puts the new one
 * in place by two renames. A process killed between the renames leaves no index, which the next ingest builds from the
 * logs as usual. The next rebuild removes folders that are left over.
 */
import { existsSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { timeLeft } from '../../base/timeLeft.ts'
import { HeadwaterError } from '../../errors.ts'
import type { EventStore } from '../../eventstore/port.ts'
import { identitySeen } from '../../identities/port.ts'
import { syncFolder } from '../../identities/syncFolder.ts'
import { type Identities, newIdentities } from '../../ingest/catchUp/newIdentities.ts'
import { recordedIdentities } from '../../ingest/catchUp/recordedIdentities.ts'
import type { OnRebuild } from '../../settlement/rebuild/rebuild.ts'
import type { UsageWriter } from '../../usage/writer.ts'
import type { IdentityEngine } from '../engines.ts'

interface IdentitiesRebuild {
  /** Identities in the new index. */
  readonly identities: number
  /** Sentences; none where the live index agreed. */
  readonly differences: readonly string[]
  readonly swapped: boolean
}

interface IdentitiesDeps {
  readonly events: EventStore
  readonly usage: Pick<UsageWriter, 'readIdentities'>
  readonly folder: string
  readonly open: (folder: string) => Promise<IdentityEngine>
}

export async function rebuildIdentities(
  deps: IdentitiesDeps,
  options: { readonly dryRun: boolean; readonly onProgress: OnRebuild },
): Promise<IdentitiesRebuild> {
  const { folder, open } = deps
  const [beside, outdated] = [`${folder}.rebuilt`, `${folder}.replaced`]
  const clean = () => {
    for (const left of [beside, outdated]) rmSync(left, { recursive: true, force: true })
  }
  clean()
  const live = await open(folder)
  const made = await open(beside)
  let found: { identities: number; differences: string[] }
  try {
    found = await build(deps, live, made, options.onProgress)
  } finally {
    await made.close()
    await live.close()
  }
  const swapped = found.differences.length > 0 && !options.dryRun
  if (swapped) {
    options.onProgress({ stage: 'identity index: out' })
    if (existsSync(folder)) renameSync(folder, outdated)
    options.onProgress({ stage: 'identity index: in' })
    renameSync(beside, folder)
    await syncFolder(dirname(folder))
    options.onProgress({ stage: 'identity index: swapped' })
  }
  clean()
  return { ...found, swapped }
}

/** Fills the new index, and looks up every identity in the live one. */
async function build(
  { events, usage }: IdentitiesDeps,
  live: IdentityEngine,
  made: IdentityEngine,
  onProgress: OnRebuild,
): Promise<{ identities: number; differences: string[] }> {
  const head = await events.head()
  const asked = new Comparison(live, head)
  const begun = performance.now()
  for await (const found of recordedIdentities(events, usage, { after: 0, upTo: head })) {
    const { identity, content, position } = found
    const left = timeLeft(performance.now() - begun, { done: position, left: head - position })
    onProgress({
      ...{ stage: 'identity index', done: position, total: head },
      ...(left !== undefined && { millisecondsLeft: left }),
    })
    const fresh = newIdentities(made, identity, content)
    asked.ask(fresh, position)
    made.add(fresh.identity, fresh.content, fresh.count)
    if (found.endsAppend) await made.advance(position)
  }
  if (head > made.position) await made.advance(head)
  return { identities: made.size, differences: asked.differences() }
}

/** Compares the live index with what it should contain by its own position. */
class Comparison {
  readonly #live: IdentityEngine
  #damage: string | undefined
  #known = 0
  #lacking = 0

  constructor(live: IdentityEngine, head: number) {
    this.#live = live
    this.#damage =
      live.position > head
        ? `it has the log up to position ${live.position}, but the log ends at ${head}`
        : live.rebuilt
  }

  ask({ identity, content, count }: Identities, position: number): void {
    if (this.#damage !== undefined) return
    const seen = new Uint8Array(count)
    try {
      this.#live.check(identity, content, count, seen)
    } catch (error) {
      if (!(error instanceof HeadwaterError && error.code === 'identities.damaged')) throw error
      this.#damage = error.message
    }
    // Of later identities the live index may have some already.
    const due = position <= this.#live.position
    for (const status of seen) {
      if (status !== identitySeen.new) this.#known++
      if (due && status !== identitySeen.duplicate) this.#lacking++
    }
  }

  differences(): string[] {
    if (this.#damage !== undefined) return [`The index was damaged: ${this.#damage}.`]
    const found: string[] = []
    if (this.#lacking > 0) found.push(`${this.#lacking} identities were missing or had different content.`)
    const strange = this.#live.size - this.#known
    if (strange > 0) found.push(`${strange} identities are in no log.`)
    return found
  }
}
