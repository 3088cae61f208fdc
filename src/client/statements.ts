/** Statements and balances over HTTP. */
import type { Headwater } from '../service/headwater.ts'
import { encode } from './encode.ts'
import { linesOf } from './lines.ts'
import type { Wire } from './wire.ts'

type Statements = Pick<
  Headwater,
  'statement' | 'statementToDate' | 'statements' | 'statementsInFull' | 'balances'
>

const accept = 'application/x-ndjson'

export function remoteStatements(wire: Wire): Statements {
  const { get } = wire
  const open = async (path: string) => linesOf(await wire.open({ method: 'GET', path, query: {}, accept }))
  return {
    statement: (payee, epoch) => get('statement', `/v1/payees/${encode(payee)}/statements`, { epoch }),
    statementToDate: (payee) => get('statementToDate', `/v1/payees/${encode(payee)}/statements/to-date`),
    async *statements(epoch) {
      for await (const line of await open(`/v1/epochs/${epoch}/statements`))
        yield wire.check('statementLine', line)
    },
    async *statementsInFull(epoch) {
      for await (const line of await open(`/v1/epochs/${epoch}/statements/full`))
        yield wire.check('statement', line)
    },
    balances: (payee) => get('payeeBalances', `/v1/payees/${encode(payee)}/balances`),
  }
}
