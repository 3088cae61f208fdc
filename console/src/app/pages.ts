/**
 * Every page of the console. A page is a folder of pages/ whose index.tsx has a default export, and one entry here. The
 * tests of every page (test/console/everyPage.slow.test.ts) take their list from here.
 */
import type { IconName } from '../parts/Icon.tsx'
import { PageCode } from './LoadedPage.tsx'

export interface PageEntry {
  /** Where the navigation leads. */
  readonly path: string
  /** wouter's pattern of what the page answers, if it has places of its own; `useParams` has the parameters. */
  readonly route?: string
  readonly title: string
  readonly icon: IconName
  readonly code: PageCode
  /** One of these scopes is needed; none: every visitor sees the page. */
  readonly scopes?: readonly string[]
  /** Left out of the navigation: other pages lead to it. */
  readonly hidden?: boolean
}

/** In the order of the navigation. */
export const pages: readonly PageEntry[] = [
  {
    path: '/',
    title: 'Overview',
    icon: 'overview',
    scopes: ['read'],
    code: new PageCode(() => import('../pages/overview/index.tsx')),
  },
  {
    path: '/epochs',
    route: '/epochs/:epoch?',
    title: 'Epochs',
    icon: 'epochs',
    scopes: ['read'],
    code: new PageCode(() => import('../pages/epochs/index.tsx')),
  },
  {
    path: '/flow',
    route: '/flow/:subject?/:query?',
    title: 'Flow',
    icon: 'flow',
    scopes: ['read'],
    code: new PageCode(() => import('../pages/flow/index.tsx')),
  },
  {
    path: '/lineage',
    route: '/lineage/:asset?/:query?',
    title: 'Lineage',
    icon: 'lineage',
    scopes: ['read'],
    code: new PageCode(() => import('../pages/lineage/index.tsx')),
  },
  {
    path: '/statements',
    route: '/statements/:payee?',
    title: 'Statements',
    icon: 'statements',
    scopes: ['read'],
    code: new PageCode(() => import('../pages/statements/index.tsx')),
  },
  {
    path: '/contracts',
    title: 'Contracts',
    icon: 'contracts',
    scopes: ['read'],
    code: new PageCode(() => import('../pages/contracts/index.tsx')),
  },
  {
    path: '/composer',
    title: 'Composer',
    icon: 'composer',
    scopes: ['read'],
    code: new PageCode(() => import('../pages/composer/index.tsx')),
  },
  {
    path: '/ingestion',
    title: 'Ingestion',
    icon: 'ingestion',
    scopes: ['read'],
    code: new PageCode(() => import('../pages/ingestion/index.tsx')),
  },
  {
    path: '/mine',
    title: 'Mine',
    icon: 'person',
    scopes: ['payee'],
    code: new PageCode(() => import('../pages/mine/index.tsx')),
  },
  {
    path: '/sign-in',
    route: '/sign-in/:token?',
    title: 'Sign in',
    icon: 'key',
    hidden: true,
    code: new PageCode(() => import('../pages/signIn/index.tsx')),
  },
]

/** The page at a place, as the address has it: `#/flow/3`. */
export function pageAt(hash: string): PageEntry | undefined {
  const path = `/${hash.split('/')[1] ?? ''}`
  return pages.find((page) => page.path === path)
}
