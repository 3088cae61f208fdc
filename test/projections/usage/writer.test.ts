import { writerContract } from '../contract/writer.ts'
import { openEmbeddedStore } from '../support/store.ts'

writerContract('embedded', openEmbeddedStore)
