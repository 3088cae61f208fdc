import { readerContract } from '../contract/reader.ts'
import { openEmbeddedStore } from '../support/store.ts'

readerContract('embedded, many worlds', openEmbeddedStore, 40)
