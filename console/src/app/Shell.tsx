/** What surrounds every page: the navigation, the theme, and what shows when a page fails. */
import { useState } from 'react'
import { Link, Redirect, Route, Switch, useLocation } from 'wouter'
import { Icon } from '../parts/Icon.tsx'
import { NotFound } from '../parts/NotFound.tsx'
import { LoadedPage } from './LoadedPage.tsx'
import { PageBoundary } from './PageBoundary.tsx'
import { type PageEntry, pages } from './pages.ts'
import { mayUse, type Session, useSession } from './session.tsx'
import { applyTheme, storedTheme, themes } from './theme.ts'

export function Shell() {
  const session = useSession()
  const [location] = useLocation()
  const visible = pages.filter((page) => mayUse(session, page.scopes))
  return (
    <div className="shell">
      {/* A button, because the hash of the address is the place of the page. */}
      <button type="button" className="skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to content
      </button>
      <header className="top">
        <Link href="/" className="brand">
          <Icon name="brand" />
          <span>Headwater</span>
        </Link>
        <Caller session={session} />
        <ThemeChoice />
      </header>
      <nav className="navigation" aria-label="Pages">
        <ul>
          {visible
            .filter((page) => page.hidden !== true && !(session.open && isForPayees(page)))
            .map((page) => (
              <NavigationItem key={page.path} page={page} location={location} />
            ))}
        </ul>
      </nav>
      <main id="main" tabIndex={-1}>
        <PageBoundary key={location}>
          <Switch>
            {visible.map(({ path, route, code }) => (
              <Route key={path} path={route ?? path}>
                <LoadedPage code={code} />
              </Route>
            ))}
            <Route>
              <Landing first={visible[0]} />
            </Route>
          </Switch>
        </PageBoundary>
      </main>
    </div>
  )
}

/** Payees sign in where there are keys: an open server has nothing of their own to show. */
function isForPayees({ scopes }: PageEntry): boolean {
  return scopes?.every((scope) => scope === 'payee') ?? false
}

/** A visitor who may not see the overview begins with the first page that they may see. */
function Landing({ first }: { first: PageEntry | undefined }) {
  const [location] = useLocation()
  return location === '/' && first !== undefined ? <Redirect to={first.path} replace /> : <NotFound />
}

function NavigationItem({ page, location }: { page: PageEntry; location: string }) {
  const isHere = page.path === '/' ? location === '/' : `${location}/`.startsWith(`${page.path}/`)
  return (
    <li>
      <Link href={page.path} aria-current={isHere ? 'page' : undefined}>
        <Icon name={page.icon} />
        <span>{page.title}</span>
      </Link>
    </li>
  )
}

function Caller({ session: { open, caller } }: { session: Session }) {
  const name = caller?.name ?? (open ? 'this machine' : 'not signed in')
  if (open)
    return (
      <span className="caller" title={name}>
        <bdi>{name}</bdi>
      </span>
    )
  return (
    <Link href="/sign-in" className="caller" title={name}>
      <bdi>{name}</bdi>
    </Link>
  )
}

function ThemeChoice() {
  const [theme, setTheme] = useState(storedTheme)
  return (
    <label className="theme">
      <span aria-hidden="true">Theme</span>
      <select
        aria-label="Theme"
        value={theme}
        onChange={({ target }) => {
          const chosen = themes.find((one) => one === target.value) ?? 'system'
          applyTheme(chosen)
          setTheme(chosen)
        }}
      >
        {themes.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    </label>
  )
}
