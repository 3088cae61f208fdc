/** The data folder, and how much of it a process keeps in memory. */
import { z } from 'zod'
import { mebibyte, type Settings, wholeNumber } from './setting.ts'

export const dataSettings = {
  folder: {
    name: 'HEADWATER_DATA',
    schema: z.string(),
    default: './.headwater',
    description: 'The data folder.',
    option: '--data',
  },
} as const satisfies Settings

export const memorySettings = {
  identityBytesMax: {
    name: 'HEADWATER_IDENTITY_MEMORY_BYTES_MAX',
    schema: wholeNumber(mebibyte, 2 ** 40),
    default: String(256 * mebibyte),
    description: 'Memory that the index of event identities may use, in bytes.',
  },
  snapshotEvents: {
    name: 'HEADWATER_SNAPSHOT_EVENTS',
    schema: wholeNumber(1, 1_000_000_000),
    default: '10000',
    description:
      'Number of registry events after which a snapshot is stored, so that a start replays no more than that.',
  },
} as const satisfies Settings
