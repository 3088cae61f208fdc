/**
 * The preview of a release: the events of an agent's file are judged and kept in memory as a simulation's are, and one call
 * of the agent is divided as `explain` divides a call. Nothing is recorded.
 */
import { bounded } from '../base/bounded.ts'
import {
  type AgentFile,
  type Composed,
  type CompositionFault,
  eventsOf,
  instant,
  readFile,
  writeYaml,
} from '../composing/index.ts'
import { type Fault, fail } from '../errors.ts'
import { formatTime } from '../events/time.ts'
import type { EventPermissions, RejectedEvent } from '../ingest/answers.ts'
import type { Registry } from '../registry/index.ts'
import {
  type ComposedFile,
  type CompositionOptions,
  type CompositionPreview,
  explainedListDefault,
} from '../service/headwater.ts'
import { callOf, type PricedCall } from './composedCall.ts'
import { faultAt } from './composedFault.ts'
import { assetDifference, recordedOf, usesOf } from './composedUses.ts'
import { judgingBeside } from './dryRun.ts'
import type { Engines } from './engines.ts'
import type { Parts } from './openParts.ts'

const runningMax = 2
const waitingMax = 32

type Compose = (parts: Parts, given: ComposedFile, options: CompositionOptions) => Promise<CompositionPreview>

export function createCompose(engines: Engines): Compose {
  const enter = bounded({ running: runningMax, waiting: waitingMax }, () =>
    fail('request.busy', `${waitingMax} previews of releases wait already.`),
  )
  return async (parts, given, options) => {
    const read = readFile(given)
    if ('faults' in read) return { ...nothing, faults: read.faults }
    const leave = await enter()
    try {
      return await previewOn(engines, parts, read.file, options)
    } finally {
      leave()
    }
  }
}

const nothing: CompositionPreview = {
  composition: null,
  file: null,
  events: [],
  recorded: false,
  releasable: false,
  faults: [],
  uses: [],
  promised: null,
  call: null,
  callFault: null,
}

async function previewOn(
  engines: Engines,
  parts: Parts,
  file: AgentFile,
  { call: asked = {}, allowed, listedMax = explainedListDefault }: CompositionOptions,
): Promise<CompositionPreview> {
  const { keepStream } = await import('../ingest/index.ts')
  const judging = await judgingBeside(engines, parts)
  try {
    const { registry: before } = judging.dependencies
    const now = formatTime(engines.clock().getTime() * 1_000)
    const time = file.time === undefined ? now : instant(file.time)
    const composed = eventsOf(file, { now, recorded: recordedOf(before, file, time) })
    const kept = await keepStream(judging.dependencies, judging.position, linesOf(composed), {
      origin: 'composer',
      format: 'cloudevents',
    })
    const { report, registry } = kept
    const refused = refusals(composed, report.rejected).map((fault) => asDifference(fault, before, file))
    const faults = allowed ? [...refused, ...(await senderFaults(composed, allowed, registry))] : refused
    const recorded = report.duplicate === composed.length
    const priced: PricedCall | undefined =
      refused.length > 0 || recorded ? undefined : callOf(registry, file, { time: now, ...asked })
    return {
      composition: file,
      file: writeYaml(file),
      events: composed.map(({ event }) => event),
      recorded,
      releasable: faults.length === 0 && !recorded,
      faults,
      ...usesOf(before, file),
      call:
        priced && 'call' in priced
          ? await parts.settlement.divide({ call: priced.call, registry, listedMax })
          : null,
      callFault: priced && 'fault' in priced ? priced.fault : null,
    }
  } finally {
    await judging.close()
  }
}

async function* linesOf(composed: readonly Composed[]): AsyncGenerator<Uint8Array> {
  for (const { event } of composed) yield Buffer.from(`${JSON.stringify(event)}\n`)
}

function refusals(composed: readonly Composed[], rejected: readonly RejectedEvent[]): CompositionFault[] {
  const faults = rejected.map(({ line, ...fault }) => faultAt(composed, line - 1, fault as Fault))
  // Where the asset is refused, everything else is about an asset that is not known: one reason is enough.
  const first = faults.find(({ event }) => composed[event!]!.event.type === 'io.headwater.asset.registered')
  return faults.filter((fault) => fault === first || first === undefined || fault.code !== 'asset.unknown')
}

/** An asset that is registered may be in the file again, as it is recorded: says what is not. */
function asDifference(fault: CompositionFault, registry: Registry, file: AgentFile): CompositionFault {
  const differs = fault.code === 'asset.exists' ? assetDifference(registry, file) : undefined
  if (differs === undefined) return fault
  const { field, recorded } = differs
  const is = recorded === undefined ? 'none' : JSON.stringify(recorded)
  const message = `${fault.message} Its ${field} is ${is}, and not ${JSON.stringify(file[field])}.`
  return { ...fault, path: `/${field}`, message, fix: `Leave ${field} out, or write it as it is recorded.` }
}

/** Why the sender itself may not send the events, in the order in which ingestion asks it. */
async function senderFaults(
  composed: readonly Composed[],
  allowed: EventPermissions,
  registry: Registry,
): Promise<CompositionFault[]> {
  const { senderFault } = await import('../ingest/senderFault.ts')
  return composed.flatMap(({ event }, at) => {
    const fault = senderFault(event, allowed, registry)
    return fault === undefined ? [] : [faultAt(composed, at, fault)]
  })
}
