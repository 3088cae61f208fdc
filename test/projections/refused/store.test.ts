import { refusedContract } from '../contract/refused.ts'
import { openEmbeddedStore } from '../support/store.ts'

refusedContract('embedded', openEmbeddedStore)
