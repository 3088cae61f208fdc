import { correctionsContract } from '../contract/corrections.ts'
import { openEmbeddedStore } from '../support/store.ts'

const worlds = Number(process.env.HEADWATER_WORLDS ?? 24)
correctionsContract('embedded, many worlds', openEmbeddedStore, worlds)
