/** Publications of roots and claims, over HTTP. */
import type { z } from 'zod'
import type { DistributorPlace, Publishing } from '../service/publishing.ts'
import * as schemas from '../service/schemas/index.ts'
import type { Query } from './http.ts'

export interface Requests {
  get<Schema extends z.ZodType>(schema: Schema, path: string, query?: Query): Promise<z.output<Schema>>
  post<Schema extends z.ZodType>(schema: Schema, path: string, body: string): Promise<z.output<Schema>>
}

export function remotePublications({ get, post }: Requests): Publishing {
  const pathOf = ({ chain, distributor }: DistributorPlace) =>
    `/v1/publications/${encodeURIComponent(chain)}/${encodeURIComponent(distributor)}`
  return {
    publications: () => get(schemas.publicationList, '/v1/publications'),
    publication: (place) => get(schemas.publicationLog, `${pathOf(place)}/events`),
    planPublication: ({ epoch, tokens, others, ...place }) =>
      post(schemas.rootPlan, `${pathOf(place)}/plan`, JSON.stringify({ epoch, tokens, others })),
    recordPublication: ({ revision, event, ...place }) =>
      post(schemas.recorded, `${pathOf(place)}/events`, JSON.stringify({ revision, event })),
    claims: (query = {}) => get(schemas.claimPage, '/v1/claims', { ...query }),
    claimTotals: (place) => get(schemas.claimTotals, `${pathOf(place)}/claims`),
    recordClaims: ({ revision, block, claims, ...place }) =>
      post(schemas.recorded, `${pathOf(place)}/claims`, JSON.stringify({ revision, block, claims })),
  }
}
