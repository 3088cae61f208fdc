/** Publications of roots and claims, over HTTP. */
import type { DistributorPlace, Publishing } from '../service/publishing.ts'
import type { Requests } from './wire.ts'

export function remotePublications({ get, post }: Requests): Publishing {
  const pathOf = ({ chain, distributor }: DistributorPlace) =>
    `/v1/publications/${encodeURIComponent(chain)}/${encodeURIComponent(distributor)}`
  return {
    publications: () => get('publicationList', '/v1/publications'),
    publication: (place) => get('publicationLog', `${pathOf(place)}/events`),
    planPublication: ({ epoch, tokens, others, ...place }) =>
      post('rootPlan', `${pathOf(place)}/plan`, JSON.stringify({ epoch, tokens, others })),
    recordPublication: ({ revision, event, ...place }) =>
      post('recorded', `${pathOf(place)}/events`, JSON.stringify({ revision, event })),
    claims: (query = {}) => get('claimPage', '/v1/claims', { ...query }),
    claimTotals: (place) => get('claimTotals', `${pathOf(place)}/claims`),
    recordClaims: ({ revision, block, hash, claims, ...place }) =>
      post('recorded', `${pathOf(place)}/claims`, JSON.stringify({ revision, block, hash, claims })),
  }
}
