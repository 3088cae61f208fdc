/** Assets, versions, lineage and currencies, as the registry knows them. */
import { z } from 'zod'
import { amountText, chainId, count, lineageEdge, nextCursor, shareText, timeText } from './common.ts'

export const currencyView = z
  .object({
    currency: z.string(),
    decimals: z.number().int(),
    chain: chainId.nullable(),
    token: z.string().nullable(),
  })
  .meta({ id: 'Currency' })

export const currencyList = z.object({ items: z.array(currencyView) }).meta({ id: 'CurrencyList' })

export const rateView = z
  .object({
    currency: z.string(),
    effectiveFrom: timeText,
    perCall: amountText,
    perMillion: z.object({
      input: amountText,
      output: amountText,
      cacheRead: amountText,
      cacheWrite: amountText,
    }),
  })
  .meta({ id: 'Rate' })

export const assetView = z
  .object({
    asset: z.string(),
    owner: z.string(),
    name: z.string().nullable(),
    license: z.string().nullable(),
    metadataUri: z.string().nullable(),
    versions: count,
    latestVersion: z.string().nullable().describe('By releasedAt'),
    rates: z.array(rateView).describe('In the order recorded'),
    contributions: z.object({ payees: count, units: z.string() }),
  })
  .meta({ id: 'Asset' })

export const assetPage = z
  .object({ items: z.array(assetView), total: count, next: nextCursor })
  .meta({ id: 'AssetPage' })

export const versionView = z
  .object({
    asset: z.string(),
    version: z.string(),
    releasedAt: timeText,
    contentDigest: z.string().nullable(),
    holders: z.array(z.object({ payee: z.string(), share: shareText })),
    contributorShare: shareText,
    contributors: z.object({
      payees: count,
      units: z.string(),
      listed: z.array(z.object({ payee: z.string(), units: z.string() })).describe('At most 1,000'),
    }),
    derivedFrom: z.array(lineageEdge),
    absoluteShares: shareText.describe('Part of its base promised over absolute edges, all paths added up'),
  })
  .meta({ id: 'Version' })

export const versionPage = z
  .object({ items: z.array(versionView), total: count, next: nextCursor })
  .meta({ id: 'VersionPage' })

export const lineageReport = z
  .object({
    asset: z.string(),
    version: z.string().describe('Where the walk starts'),
    direction: z.enum(['up', 'down']).describe('up: to its sources; down: to what was derived from it'),
    depth: z.number().int().positive().nullable().describe('Limit of the walk; null: none'),
    asOf: timeText.nullable(),
    total: count.describe('Versions reached, over all pages'),
    nodes: z
      .array(
        z.object({
          asset: z.string(),
          version: z.string(),
          releasedAt: timeText,
          depth: z.number().int().positive().describe('Edges on the shortest path'),
          edges: z
            .array(lineageEdge)
            .describe(
              'up: the edges of nearer versions that lead here (asset, version: the nearer one); down: its edges to nearer ones',
            ),
        }),
      )
      .describe('Nearest first'),
    next: nextCursor,
  })
  .meta({ id: 'LineageReport' })
