/** The demo's text about its chain: the way of the root, balances before and after, and a statement. */
import type { DemoOnChain } from '../../processes/demoChain.ts'
import { section, table } from './report.ts'

const decimals = 6

export function onChain({
  chain,
  token,
  distributor,
  published,
  activated,
  claims,
  statement,
}: DemoOnChain): string[] {
  if (published.fault !== undefined || activated.fault !== undefined) return []
  const [line] = statement
  return [
    section(
      'Settled on a local chain',
      `${chain}: the token ${token}, and the distributor ${distributor}`,
      `Root of epoch ${published.epoch}, recomputed from the books: ${published.root}`,
      `Funded and submitted as root ${published.index}; its window ends at ${published.until}.`,
      `After the window: ${activated.stage}.`,
    ),
    section(
      'Three payees claim',
      table(
        ['payee', 'claimed by', 'account', 'before', 'after'],
        claims.map(({ payee, by, account, before, after }) => [
          payee,
          by,
          account,
          amount(before),
          amount(after),
        ]),
      ),
      ...(line
        ? [
            `Seen on the chain and back in the statement of ${claims.at(-1)!.payee}: published ${line.published}, claimable ${line.claimable}, claimed ${line.claimed} ${line.currency}.`,
          ]
        : []),
    ),
  ]
}

function amount(atoms: string): string {
  const padded = atoms.padStart(decimals + 1, '0')
  return `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`
}
