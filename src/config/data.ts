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
  threads: {
    name: 'HEADWATER_THREADS',
    schema: wholeNumber(1, 256),
    description:
      'Threads that take events in: with several, all but one read and hash ahead of the one that judges. Default: as many as the machine has cores.',
    option: '--threads',
  },
  identityBytesMax: {
    name: 'HEADWATER_IDENTITY_MEMORY_BYTES_MAX',
    schema: wholeNumber(mebibyte, 2 ** 40),
    default: String(256 * mebibyte),
    description: 'Memory that the index of event identities may use, in bytes.',
  },
  snapshotEvents: {
    name: 'HEADWATER_SNAPSHOT_EVENTS',
    schema: wholeNumber(1, 1_000_000_000),
    default: '16384',
    description:
      'Number of registry events that are kept in memory before they are written into the registry store. A start after a kill replays about twice as many at most.',
  },
  refusedEntriesMax: {
    name: 'HEADWATER_REFUSED_ENTRIES_MAX',
    schema: wholeNumber(1, 1_000_000_000),
    default: '1000000',
    description:
      'Largest number of open entries of the refused list. Further refused events are counted and not kept.',
  },
  refusedBytesMax: {
    name: 'HEADWATER_REFUSED_BYTES_MAX',
    schema: wholeNumber(mebibyte, 2 ** 40),
    default: String(1024 * mebibyte),
    description: 'Largest number of bytes of events in the refused list, unpacked. Likewise.',
  },
  refusedDaysMax: {
    name: 'HEADWATER_REFUSED_DAYS_MAX',
    schema: wholeNumber(0, 36_500),
    default: '0',
    description: 'Days after which an entry of the refused list is removed and counted; 0 for never.',
  },
} as const satisfies Settings
