/** What settlement answers about payees: statements and balances. What a question needs is loaded when it is asked. */
import type { LinesFrom } from '../../books/port.ts'
import type { WithChain } from '../publish/methods.ts'
import type { PayeeBalances, Statement, StatementLine } from '../statementAnswers.ts'
import type { StatementToDate } from '../toDateAnswers.ts'
import type { ToDateDeps } from './statementToDate.ts'

export interface StatementMethods {
  /** @param epoch default: the last */
  statement(payee: string, epoch?: number): Promise<Statement>
  /** Over all closed epochs. */
  statementToDate(payee: string): Promise<StatementToDate>
  /** Sorted by payee and currency as UTF-8 bytes. */
  statements(epoch: number, from?: LinesFrom): AsyncIterable<StatementLine>
  /** Of every payee with a line in the epoch, in full but for what is on chain. Sorted by payee as UTF-8 bytes. */
  statementsInFull(epoch: number): AsyncIterable<Statement>
  balances(payee: string): Promise<PayeeBalances>
}

export function statementMethods(deps: ToDateDeps, withChain: WithChain): StatementMethods {
  const { books, epochs } = deps
  return {
    async statement(payee, epoch) {
      const closed = epoch === undefined ? await epochs.last() : await epochs.get(epoch)
      const { payeeStatement } = await import('./statement.ts')
      return withChain(await payeeStatement(deps, payee, closed))
    },
    async statementToDate(payee) {
      const { payeeToDate } = await import('./statementToDate.ts')
      return withChain(await payeeToDate(deps, payee))
    },
    async *statements(epoch, from) {
      const { statementLines } = await import('./statements.ts')
      yield* statementLines(books, await epochs.get(epoch), from)
    },
    async *statementsInFull(epoch) {
      const { allStatements } = await import('./allStatements.ts')
      yield* allStatements(deps, await epochs.get(epoch))
    },
    async balances(payee) {
      const { payeeBalances } = await import('./statement.ts')
      return payeeBalances(deps, payee)
    },
  }
}
