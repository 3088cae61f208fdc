import { correctionsContract } from '../contract/corrections.ts'
import { openEmbeddedStore } from '../support/store.ts'

correctionsContract('embedded, many worlds', openEmbeddedStore, 60)
