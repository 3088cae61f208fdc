/** All settings, area by area, in the order of .env.example. */
import { apiSettings } from './api.ts'
import { chainsSettings } from './chains.ts'
import { clickhouseSettings } from './clickhouse.ts'
import { dataSettings, memorySettings } from './data.ts'
import { eventstoreSettings } from './eventstore.ts'
import { kafkaSettings } from './kafka.ts'
import { noticesSettings } from './notices.ts'
import { publisherSettings } from './publisher.ts'
import { registrySettings } from './registry.ts'
import { remoteSettings } from './remote.ts'
import type { Setting, Settings } from './setting.ts'
import { settlementSettings } from './settlement.ts'
import { telemetrySettings } from './telemetry.ts'

export const areas = {
  data: dataSettings,
  remote: remoteSettings,
  clickhouse: clickhouseSettings,
  eventstore: eventstoreSettings,
  registry: registrySettings,
  settlement: settlementSettings,
  api: apiSettings,
  memory: memorySettings,
  kafka: kafkaSettings,
  chains: chainsSettings,
  publisher: publisherSettings,
  notices: noticesSettings,
  telemetry: telemetrySettings,
} as const satisfies Record<string, Settings>

type Areas = typeof areas
/** The environment variable of any setting. */
export type SettingName = { [Area in keyof Areas]: NameIn<Areas[Area]> }[keyof Areas]
type NameIn<Area extends Settings> = Area[keyof Area]['name']

/** Every setting by its environment variable. */
export const settings = Object.fromEntries(
  Object.values(areas).flatMap((area: Settings) =>
    Object.values(area).map((setting) => [setting.name, setting]),
  ),
) as Readonly<Record<SettingName, Setting>>
