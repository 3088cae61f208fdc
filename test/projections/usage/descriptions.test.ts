import { descriptionsContract } from '../contract/descriptions.ts'
import { openEmbeddedStore } from '../support/store.ts'

descriptionsContract('embedded', openEmbeddedStore)
