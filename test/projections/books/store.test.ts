import { settlementsContract } from '../contract/settlements.ts'
import { openEmbeddedStore } from '../support/store.ts'

settlementsContract('embedded', openEmbeddedStore)
