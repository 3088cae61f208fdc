/** Assets, versions, lineage and currencies, as the registry knows them. */

import { z } from 'zod'
import { amountText, chainId, count, nextCursor, shareText, timeText } from '../../base/answers.ts'
import { lineageEdge } from '../../events/edgeTerms.ts'

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

const costView = rateView
  .extend({ payee: z.string(), share: shareText.describe('Of the amount of the call') })
  .meta({ id: 'Cost' })

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
    costs: z.array(costView).describe('What a call costs before it is divided, in the order recorded'),
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
    transfers: z
      .object({
        count,
        listed: z
          .array(z.object({ from: z.string(), to: z.string(), share: shareText, effectiveFrom: timeText }))
          .describe('At most 1,000, the latest, in the order recorded'),
      })
      .describe('Of what the holders of the release hold'),
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

export const payeeView = z
  .object({
    payee: z.string(),
    name: z.string().nullable(),
    accounts: z.array(z.object({ chain: chainId, account: z.string() })),
  })
  .meta({ id: 'Payee' })

export const payeePage = z
  .object({
    items: z.array(payeeView),
    total: count.describe('Payees that the query names, over all pages'),
    next: nextCursor,
  })
  .meta({ id: 'PayeePage' })

const inForce = z.boolean().describe('At `at`')

export const assetRate = rateView.extend({ asset: z.string(), inForce }).meta({ id: 'AssetRate' })

export const ratePage = z
  .object({
    at: timeText.describe('The moment that `inForce` is about'),
    items: z.array(assetRate).describe('By asset in the order recorded, then by effectiveFrom'),
    next: nextCursor,
  })
  .meta({ id: 'RatePage' })

export const feeView = z
  .object({ share: shareText, payee: z.string(), effectiveFrom: timeText, inForce })
  .meta({ id: 'Fee' })

export const feePage = z
  .object({
    at: timeText.describe('The moment that `inForce` is about'),
    items: z.array(feeView).describe('By effectiveFrom, equal ones in the order recorded'),
    next: nextCursor,
  })
  .meta({ id: 'FeePage' })
