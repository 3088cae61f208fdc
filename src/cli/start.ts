/** `headwater` without arguments: what is there, and what to do next. */
import { Command } from 'commander'
import { HeadwaterError } from '../errors.ts'
import type { HealthReport } from '../service/headwater.ts'
import { packageVersion } from '../version.ts'
import { counted } from './output/table.ts'
import { createSession, type Session, type Streams } from './session.ts'

type Step = readonly [command: string, about: string]

const example: Step = ['headwater demo --open', 'an example with real models, in the browser']
const serving: Step = ['headwater serve', 'the console and the API, for a browser and for programs']
const looking: Step = ['headwater close --dry-run', 'what the next close would record']

export async function showStart(streams: Streams): Promise<void> {
  const session = createSession(new Command('headwater'), streams)
  const { facts, steps } = await look(session)
  const widest = Math.max(...steps.map(([command]) => command.length))
  await session.out.text(
    [
      `Headwater ${packageVersion}: exact books for AI assets.`,
      '',
      ...facts,
      '',
      'Next',
      ...steps.map(([command, about]) => `  ${command.padEnd(widest)}   ${about}`),
      '',
      'headwater --help lists every command.',
    ].join('\n'),
  )
}

async function look(session: Session): Promise<{ facts: readonly string[]; steps: readonly Step[] }> {
  const { remote, data } = session.config
  const place = remote.url ?? data.folder
  try {
    const health = await session.with('reads', (headwater) => headwater.health())
    return { facts: factsOf(place, health), steps: stepsOf(health) }
  } catch (error) {
    if (!(error instanceof HeadwaterError)) throw error
    if (error.code === 'data.missing')
      return {
        facts: [`There is no ledger at ${place} yet.`],
        steps: [example, ['headwater init', 'a ledger of your own'], serving],
      }
    return {
      facts: [`Ledger   ${place}`, error.message, error.fix],
      steps: [['headwater doctor', 'what is wrong, and how to fix it'], example],
    }
  }
}

function factsOf(place: string, health: HealthReport): string[] {
  const { registryEvents, assets, versions, epochs, lastEpoch, refused } = health
  const until = lastEpoch === null ? '' : `, the last until ${lastEpoch.until}`
  return [
    `Ledger   ${place}`,
    `Events   ${counted(registryEvents, 'registry event')}: ${counted(assets, 'asset')}, ${counted(versions, 'version')}`,
    `Epochs   ${epochs} closed${until}`,
    ...(refused > 0 ? [`Waits    ${counted(refused, 'refused event')}`] : []),
  ]
}

function stepsOf({ position, refused, epochs }: HealthReport): Step[] {
  if (position === 0)
    return [['headwater ingest FILE', 'take registry events and calls in'], example, serving]
  return [
    ...(refused > 0
      ? [['headwater refused list', 'why events were refused, and the fix of each'] as const]
      : []),
    looking,
    ...(epochs > 0 ? [['headwater verify', 'compute closed epochs again, and compare'] as const] : []),
    serving,
  ]
}
