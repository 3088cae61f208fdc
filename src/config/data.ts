/** The data folder, and what a process keeps in memory of it. */
import { z } from 'zod'
import { mebibyte, type Settings, wholeNumber } from './setting.ts'

export const dataSettings = {
  folder: {
    name: 'HEADWATER_DATA',
    form: z.string(),
    default: './.headwater',
    about: 'The data folder.',
    option: '--data',
  },
} as const satisfies Settings

export const memorySettings = {
  identityBytesMax: {
    name: 'HEADWATER_IDENTITY_MEMORY_BYTES_MAX',
    form: wholeNumber(mebibyte, 2 ** 40),
    default: String(256 * mebibyte),
    about: 'Memory that the index of event identities may take, in bytes.',
  },
  snapshotEvents: {
    name: 'HEADWATER_SNAPSHOT_EVENTS',
    form: wholeNumber(1, 1_000_000_000),
    default: '10000',
    about: 'Registry events after which a snapshot is kept, so that a start replays no more than these.',
  },
} as const satisfies Settings
