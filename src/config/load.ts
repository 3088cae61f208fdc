/** Reads the settings: from command-line options first, then from the environment, then from the defaults. */
import { fail, HeadwaterError } from '../errors.ts'
import { readApi } from './api.ts'
import { readClickHouse } from './clickhouse.ts'
import { readEventStore } from './eventstore.ts'
import { readKafka } from './kafka.ts'
import { readPublisher } from './publisher.ts'
import { readRemote } from './remote.ts'
import type { Faults, Setting, Settings, ValuesOf } from './setting.ts'
import { areas, type SettingName, settings } from './table.ts'

export type Config = ReturnType<typeof loadConfig>

type Environment = Readonly<Record<string, string | undefined>>

/**
 * @param overrides settings that command-line options give, as text
 * @throws HeadwaterError `config.invalid`, naming every fault
 */
export function loadConfig(
  overrides: Partial<Record<SettingName, string>> = {},
  environment: Environment = process.env,
) {
  const faults: Faults = []
  const given: Given = { overrides, environment }
  const read = <Area extends Settings>(area: Area) => readArea(area, given, faults)
  const config = {
    data: { ...read(areas.data), ...read(areas.memory) },
    remote: readRemote(read(areas.remote), overrides.HEADWATER_URL !== undefined, faults),
    /** Undefined if the usage store is in the data folder. */
    clickhouse: readClickHouse(
      read(areas.clickhouse),
      overrides.HEADWATER_CLICKHOUSE_URL !== undefined,
      faults,
    ),
    eventstore: readEventStore(
      read(areas.eventstore),
      overrides.HEADWATER_EVENTSTORE_URL !== undefined,
      faults,
    ),
    registry: read(areas.registry),
    settlement: read(areas.settlement),
    api: readApi(read(areas.api), faults),
    kafka: readKafka(read(areas.kafka), faults),
    chains: read(areas.chains),
    notices: read(areas.notices),
    publisher: readPublisher(read(areas.publisher), faults),
    telemetry: read(areas.telemetry),
    /** Variables that begin with HEADWATER_ and are not settings: most likely misspelt. */
    unknownVariables: Object.keys(environment).filter(
      (name) => name.startsWith('HEADWATER_') && !(name in settings),
    ),
  } as const
  if (faults.length > 0) failOn(faults)
  return frozen(config)
}

/**
 * Where keys are, for commands that change them: the configuration can't be loaded before the first key is made.
 * @throws HeadwaterError `config.invalid`
 */
export function loadKeysPlace(
  overrides: Partial<Record<SettingName, string>> = {},
  environment: Environment = process.env,
): { readonly file: string | undefined; readonly folder: string } {
  const faults: Faults = []
  const { keysFile: file } = readArea({ keysFile: areas.api.keysFile }, { overrides, environment }, faults)
  const { folder } = readArea(areas.data, { overrides, environment }, faults)
  if (faults.length > 0) failOn(faults)
  return { file, folder }
}

function failOn(faults: Faults): never {
  return fail('config.invalid', `The configuration has ${count(faults.length)}: ${faults.join('; ')}.`, {
    data: { faults },
  })
}

/**
 * The settings that are sound, where `loadConfig` finds a fault: each is tried alone. Settings that are faulty together
 * are left out together; the data folder is kept.
 */
export function loadSoundConfig(
  overrides: Partial<Record<SettingName, string>> = {},
  environment: Environment = process.env,
): Config {
  const given = Object.keys(settings).flatMap((name) => {
    const value = overrides[name as SettingName] ?? environment[name]
    return value !== undefined && isSound({ [name]: value }) ? [[name, value] as const] : []
  })
  const sound = Object.fromEntries(given)
  if (isSound(sound)) return loadConfig(sound, {})
  const { HEADWATER_DATA: folder } = sound
  return loadConfig(folder === undefined ? {} : { HEADWATER_DATA: folder }, {})
}

function isSound(overrides: Partial<Record<SettingName, string>>): boolean {
  try {
    loadConfig(overrides, {})
    return true
  } catch (error) {
    if (isConfigFault(error)) return false
    throw error
  }
}

interface Given {
  readonly overrides: Readonly<Record<string, string | undefined>>
  readonly environment: Environment
}

function readArea<Area extends Settings>(area: Area, given: Given, faults: Faults): ValuesOf<Area> {
  const values = Object.entries(area).map(([key, setting]) => [key, readSetting(setting, given, faults)])
  return Object.fromEntries(values) as ValuesOf<Area>
}

/** Undefined if it is not set and has no default, or if it is faulty; then it adds a fault. Empty counts as not set. */
function readSetting(setting: Setting, { overrides, environment }: Given, faults: Faults): unknown {
  const { name, schema, option } = setting
  const override = overrides[name]
  const given = override ?? environment[name]
  const text = given === '' || given === undefined ? setting.default : given
  if (text === undefined) return undefined
  const result = schema.safeParse(text)
  if (result.success) return result.data
  faults.push(
    `${override === undefined ? name : option}: ${result.error.issues.map((issue) => issue.message).join(', ')}`,
  )
  return undefined
}

function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value
  for (const part of Object.values(value)) frozen(part)
  return Object.freeze(value)
}

function count(faults: number): string {
  return faults === 1 ? 'a fault' : `${faults} faults`
}

/** Whether `error` reports faults of the configuration. */
export function isConfigFault(error: unknown): error is HeadwaterError {
  return error instanceof HeadwaterError && error.code === 'config.invalid'
}
