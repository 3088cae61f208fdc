/**
 * Pages that load with their first visit. A page that is there already shows at once: what a Suspense shows in the place of
 * another thing, React holds back for 300 ms.
 */
import { type ComponentType, useEffect, useState } from 'react'
import { Waiting } from '../parts/Waiting.tsx'

/** The code of a page, in a file of its own. */
export class PageCode {
  readonly #read: () => Promise<{ readonly default: ComponentType }>
  #loading: Promise<void> | undefined
  /** Undefined until it is loaded. */
  Page: ComponentType | undefined

  constructor(read: () => Promise<{ readonly default: ComponentType }>) {
    this.#read = read
  }

  /** Begins to load it, before it is shown. */
  load(): Promise<void> {
    this.#loading ??= this.#read().then(
      (page) => {
        this.Page = page.default
      },
      (error: unknown) => {
        // After a failure the next visit tries again.
        this.#loading = undefined
        throw error
      },
    )
    return this.#loading
  }
}

export function LoadedPage({ code }: { code: PageCode }) {
  const [found, setFound] = useState<{ readonly error?: unknown }>()
  useEffect(() => {
    if (code.Page !== undefined) return
    let shown = true
    const note = (one: { readonly error?: unknown }) => shown && setFound(one)
    code.load().then(
      () => note({}),
      (error: unknown) => note({ error }),
    )
    return () => {
      shown = false
    }
  }, [code])
  if (found?.error !== undefined) throw found.error
  const { Page } = code
  return Page === undefined ? <Waiting what="the page" /> : <Page />
}
