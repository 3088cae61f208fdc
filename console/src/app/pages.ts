/**
 * Every page of the console. A page is a folder of pages/ whose index.tsx has a default export, and one entry here. The
 * tests of every page (test/console/everyPage.slow.test.ts) take their list from here.
 */
import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import type { IconName } from '../parts/Icon.tsx'

export interface PageEntry {
  /** Where the navigation leads. */
  readonly path: string
  /** wouter's pattern of what the page answers, if it has places of its own; `useParams` has the parameters. */
  readonly route?: string
  readonly title: string
  readonly icon: IconName
  readonly Page: LazyExoticComponent<ComponentType>
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
    Page: lazy(() => import('../pages/overview/index.tsx')),
  },
  {
    path: '/epochs',
    route: '/epochs/:epoch?',
    title: 'Epochs',
    icon: 'epochs',
    scopes: ['read'],
    Page: lazy(() => import('../pages/epochs/index.tsx')),
  },
  {
    path: '/flow',
    route: '/flow/:subject?/:query?',
    title: 'Flow',
    icon: 'flow',
    scopes: ['read'],
    Page: lazy(() => import('../pages/flow/index.tsx')),
  },
  {
    path: '/lineage',
    route: '/lineage/:asset?/:query?',
    title: 'Lineage',
    icon: 'lineage',
    scopes: ['read'],
    Page: lazy(() => import('../pages/lineage/index.tsx')),
  },
  {
    path: '/statements',
    route: '/statements/:payee?',
    title: 'Statements',
    icon: 'statements',
    scopes: ['read'],
    Page: lazy(() => import('../pages/statements/index.tsx')),
  },
  {
    path: '/contracts',
    title: 'Contracts',
    icon: 'contracts',
    scopes: ['read'],
    Page: lazy(() => import('../pages/contracts/index.tsx')),
  },
  {
    path: '/composer',
    title: 'Composer',
    icon: 'composer',
    scopes: ['read'],
    Page: lazy(() => import('../pages/composer/index.tsx')),
  },
  {
    path: '/ingestion',
    title: 'Ingestion',
    icon: 'ingestion',
    scopes: ['read'],
    Page: lazy(() => import('../pages/ingestion/index.tsx')),
  },
  {
    path: '/mine',
    title: 'Mine',
    icon: 'person',
    scopes: ['payee'],
    Page: lazy(() => import('../pages/mine/index.tsx')),
  },
  {
    path: '/sign-in',
    route: '/sign-in/:token?',
    title: 'Sign in',
    icon: 'key',
    hidden: true,
    Page: lazy(() => import('../pages/signIn/index.tsx')),
  },
]
