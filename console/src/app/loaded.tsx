/**
 * Pages that load with their first visit. A page that is there already shows at once: what a Suspense shows in the place of
 * another thing, React holds back for 300 ms.
 */
import { type ComponentType, useEffect, useState } from 'react'
import { Waiting } from '../parts/Waiting.tsx'

interface LoadedPage {
  readonly Page: ComponentType
  /** Begins to load it, before it is shown. */
  readonly load: () => Promise<void>
}

export function loaded(read: () => Promise<{ readonly default: ComponentType }>): LoadedPage {
  let known: ComponentType | undefined
  let loading: Promise<void> | undefined
  const load = () => {
    loading ??= read().then(
      (page) => {
        known = page.default
      },
      (error: unknown) => {
        // After a failure the next visit tries again.
        loading = undefined
        throw error
      },
    )
    return loading
  }

  function Page() {
    const [found, setFound] = useState<{ readonly error?: unknown }>()
    useEffect(() => {
      if (known !== undefined) return
      let shown = true
      const note = (one: { readonly error?: unknown }) => shown && setFound(one)
      load().then(
        () => note({}),
        (error: unknown) => note({ error }),
      )
      return () => {
        shown = false
      }
    }, [])
    if (found?.error !== undefined) throw found.error
    const Known = known
    return Known === undefined ? <Waiting what="the page" /> : <Known />
  }

  return { Page, load }
}
