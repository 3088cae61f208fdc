/** Links, bound accounts and exports of payees, over HTTP. */
import type { People } from '../service/people.ts'
import { linesOf } from './lines.ts'
import type { Wire } from './wire.ts'

export function remotePeople({ get, post, open, check }: Wire): People {
  return {
    makeLink: ({ payee, hours }) => post('madeLink', '/v1/links', JSON.stringify({ payee, hours })),
    links: (query = {}) => get('signInLinkPage', '/v1/links', { ...query }),
    revokeLink: (link) => post('signInLink', `/v1/links/${encodeURIComponent(link)}/revoke`, '{}'),
    async *payeeExport(payee) {
      // An id may be `..`, which is a way up where it is not encoded.
      const path = `/v1/payees/${encodeURIComponent(payee).replaceAll('.', '%2E')}/export`
      const request = { method: 'GET', path, query: {}, accept: 'application/x-ndjson' } as const
      for await (const line of linesOf(await open(request))) yield check('payeeExportLine', line)
    },
    accountChanges: (query = {}) => get('accountChangePage', '/v1/account-changes', { ...query }),
  }
}
