/** What settlement does and answers about publications. Loaded when it is asked for. */
import { lazy } from '../../base/lazy.ts'
import type { ListPart } from '../../usage/lists.ts'
import type { KeptFiles } from '../keptFiles.ts'
import type { ListPage } from '../lists/calls.ts'
import type { Statement } from '../statementAnswers.ts'
import type {
  ClaimsRecord,
  ClaimTotals,
  DistributorPlace,
  OnChain,
  PlanQuery,
  Publication,
  PublicationLog,
  PublicationRecord,
  Recorded,
  RootPlan,
} from './answers.ts'
import type { ClaimFilter, ClaimPlace } from './claimList.ts'
import type { PublicationDeps } from './publications.ts'

/** The errors are listed where each function is implemented. */
export interface PublicationMethods {
  publications(): Promise<readonly Publication[]>
  publication(place: DistributorPlace): Promise<PublicationLog>
  planPublication(query: PlanQuery): Promise<RootPlan>
  recordPublication(record: PublicationRecord): Promise<Recorded>
  claims(filter: ClaimFilter, part: ListPart<ClaimPlace>): Promise<ListPage<OnChain, ClaimPlace>>
  claimTotals(place: DistributorPlace): Promise<ClaimTotals>
  recordClaims(record: ClaimsRecord): Promise<Recorded>
}

/** Adds what distributors have for the accounts of a statement. */
export type WithChain = <Shown extends Pick<Statement, 'accounts' | 'onChain'>>(
  statement: Shown,
) => Promise<Shown>

export function publicationMethods(
  deps: PublicationDeps & { readonly treeFiles: KeptFiles },
): PublicationMethods & { withChain: WithChain } {
  const { epochs, books } = deps
  const opened = lazy(async () => {
    const [{ Publications }, { createOpenTrees }] = await Promise.all([
      import('./publications.ts'),
      import('../reports/openTrees.ts'),
    ])
    const publications = new Publications(deps)
    return { publications, epochs, books, trees: createOpenTrees(epochs, books, deps.treeFiles) }
  })
  const publications = async () => (await opened.get()).publications
  const list = async (filter: ClaimFilter, part: ListPart<ClaimPlace>) =>
    (await import('./claimList.ts')).listClaims(await opened.get(), filter, part)
  return {
    publications: async () => (await publications()).list(),
    publication: async (place) => (await publications()).log(place),
    planPublication: async (query) => (await publications()).plan(query),
    recordPublication: async (record) => (await publications()).record(record),
    claims: list,
    claimTotals: async (place) => (await publications()).claimTotals(place),
    recordClaims: async (record) => (await publications()).recordClaims(record),
    async withChain(statement) {
      if ((await (await publications()).places()).length === 0) return statement
      const { items } = await list({ accounts: statement.accounts }, { limit: 1 })
      return { ...statement, onChain: items }
    },
  }
}
