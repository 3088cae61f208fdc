import { booksContract } from '../contract/books.ts'
import { openEmbeddedStore } from '../support/store.ts'

booksContract('embedded', openEmbeddedStore)
