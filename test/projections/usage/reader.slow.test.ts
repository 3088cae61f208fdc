import { readerContract } from '../contract/reader.ts'
import { openEmbeddedStore } from '../support/store.ts'

const worlds = Number(process.env.HEADWATER_WORLDS ?? 16)
readerContract('embedded, many worlds', openEmbeddedStore, worlds)
