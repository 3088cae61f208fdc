/**
 * The identity index made anew from the logs in a folder beside the live one, compared with it, and put in its place by
 * two renames. A kill between them leaves no index, which the next ingest builds from the logs as ever; folders left
 * beside it mean nothing and go with the next rebuild.
 */
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { HeadwaterError } from '../../errors.ts'
import type { EventStore } from '../../eventstore/port.ts'
import { identitySeen, type UsageWriter } from '../../ingest/ports.ts'
import { recordedIdentities } from '../../ingest/recordedIdentities.ts'
import type { OnRebuild } from '../../settlement/rebuild/rebuild.ts'
import type { IdentityEngine } from '../engines.ts'

export interface IdentitiesRebuild {
  /** Identities in the index made anew. */
  readonly identities: number
  /** Sentences; none where the live index said the same. */
  readonly differences: readonly string[]
  readonly swapped: boolean
}

export interface IdentitiesDeps {
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
    syncFolder(dirname(folder))
    options.onProgress({ stage: 'identity index: swapped' })
  }
  clean()
  return { ...found, swapped }
}

/** Fills the new index, and asks the live one about every identity that it should have by its own word. */
async function build(
  { events, usage }: IdentitiesDeps,
  live: IdentityEngine,
  made: IdentityEngine,
  onProgress: OnRebuild,
): Promise<{ identities: number; differences: string[] }> {
  const head = await events.head()
  let [lacking, due, position] = [0, 0, 0]
  let damaged = live.rebuilt
  if (live.position > head)
    damaged = `it knows the log up to position ${live.position}, which ends at ${head}`
  for await (const found of recordedIdentities(events, usage, { after: 0, upTo: head })) {
    onProgress({ stage: 'identity index', done: position, total: head })
    const { identity, content, count } = found
    const isNew = new Uint8Array(count)
    made.check(identity, content, count, isNew)
    // Two ingesters may both have taken one; the first content stands.
    const fresh = pick(identity, content, isNew)
    if (found.position <= live.position && damaged === undefined) {
      due += count
      try {
        lacking += countLacking(live, fresh)
      } catch (error) {
        damaged = describe(error)
      }
    }
    made.add(fresh.identity, fresh.content, fresh.count)
    position = found.position
    if (found.endsAppend) await made.advance(position)
  }
  if (position > made.position) await made.advance(position)
  const differences: string[] = []
  if (damaged !== undefined) differences.push(`The index was damaged: ${damaged}.`)
  else {
    if (lacking > 0) differences.push(`${lacking} identities were missing, or had another content.`)
    // One that two ingesters took may be in it once or twice.
    if (live.size > due) differences.push(`${live.size - due} identities were there that no log holds.`)
  }
  return { identities: made.size, differences }
}

interface Identities {
  readonly identity: Uint8Array
  readonly content: Uint8Array
  readonly count: number
}

function countLacking(live: IdentityEngine, { identity, content, count }: Identities): number {
  const seen = new Uint8Array(count)
  live.check(identity, content, count, seen)
  return seen.reduce((sum, status) => sum + (status === identitySeen.duplicate ? 0 : 1), 0)
}

function pick(identity: Uint8Array, content: Uint8Array, seen: Uint8Array): Identities {
  if (!seen.some((status) => status !== identitySeen.new)) return { identity, content, count: seen.length }
  const chosen = [...seen.keys()].filter((at) => seen[at] === identitySeen.new)
  const of = (bytes: Uint8Array) => Buffer.concat(chosen.map((at) => bytes.subarray(at * 16, at * 16 + 16)))
  // Aligned anew: the index reads whole words.
  return {
    identity: Uint8Array.from(of(identity)),
    content: Uint8Array.from(of(content)),
    count: chosen.length,
  }
}

function describe(error: unknown): string {
  if (error instanceof HeadwaterError && error.code === 'identities.damaged') return error.message
  throw error
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
