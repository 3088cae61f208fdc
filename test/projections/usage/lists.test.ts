import { listsContract } from '../contract/lists.ts'
import { openEmbeddedStore } from '../support/store.ts'

listsContract('embedded', openEmbeddedStore)
