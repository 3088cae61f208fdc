import './style/tokens.css'
import './style/base.css'
import './style/parts.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Router } from 'wouter'
import { useHashLocation } from 'wouter/use-hash-location'
import { pageAt } from './app/pages.ts'
import { queryClient } from './app/queries.ts'
import { Shell } from './app/Shell.tsx'
import { SessionProvider } from './app/session.tsx'
import { applyTheme, storedTheme } from './app/theme.ts'

applyTheme(storedTheme())
// Beside the session. Where it fails, the page says so when it is shown.
pageAt(location.hash)
  ?.code.load()
  .catch(() => {})

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <Router hook={useHashLocation}>
        <SessionProvider>
          <Shell />
        </SessionProvider>
      </Router>
    </QueryClientProvider>
  </StrictMode>,
)
