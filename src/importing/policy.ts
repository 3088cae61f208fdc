/** The policy of an import: a JSON file in which the operator says what names are, who owns, and which terms edges get. */
import { z } from 'zod'
import { fail } from '../errors.ts'
import { policies, relations } from '../events/edgeNames.ts'
import { assetPattern, versionPattern } from '../events/ids.ts'
import { parseTime } from '../events/time.ts'
import { parseShare } from '../money/share.ts'
import { assetKinds } from './model.ts'
import { type Pattern, PatternTable, patternOf } from './patterns.ts'

const share = z
  .string()
  .refine(
    (text) => accepted(() => parseShare(text)),
    'is not a share above 0 and at most 1, of at most 9 fraction digits',
  )

const kind = z.enum(assetKinds)
const relation = z.enum(relations)

const named = z.union([
  z.string().min(1),
  z.strictObject({ asset: z.string().min(1), version: z.string().regex(versionPattern).optional() }),
])

const termsRule = z
  .strictObject({
    relation: z.union([relation, z.array(relation).min(1)]).optional(),
    kind: kind.optional().describe('Kind of the source'),
    licence: z
      .string()
      .min(1)
      .optional()
      .describe('Licence of the source, as a pattern; case does not count'),
    source: z.string().min(1).optional().describe('Asset id of the source, as a pattern'),
    asset: z.string().min(1).optional().describe('Asset id of the derived version, as a pattern'),
    policy: z.enum(policies).default('relative'),
    share: share.optional().describe('Of each such edge'),
    pool: share.optional().describe('Of all edges of one version to which the rule applies, divided equally'),
    none: z
      .literal(true)
      .optional()
      .describe('The edge earns nothing and is left out, and the version is released'),
  })
  .refine(
    ({ share, pool, none }) => [share, pool, none].filter((given) => given !== undefined).length === 1,
    'needs exactly one of share, pool and none',
  )

const relationRule = z
  .strictObject({
    label: z
      .string()
      .min(1)
      .describe('What the document calls the edge, as a pattern: `prov.wasDerivedFrom`'),
    kind: kind.optional().describe('Kind of the derived asset'),
    of: kind.optional().describe('Kind of the source'),
    relation: relation.optional(),
    none: z.literal(true).optional().describe('It is no derivation'),
  })
  .refine(({ relation, none }) => (relation === undefined) !== (none === undefined), 'needs relation or none')

export const importPolicy = z
  .strictObject({
    source: z.string().min(1).max(1_024).default('lineage-import').describe('`source` of the events'),
    time: z
      .string()
      .refine((text) => accepted(() => parseTime(text)), 'is not an RFC 3339 time with a zone')
      .describe('`time` of the events, and `releasedAt` of versions whose document has no date'),
    version: z
      .string()
      .regex(versionPattern)
      .default('1')
      .describe('Of what has no version in the documents'),
    releasedAt: z
      .enum(['document', 'policy'])
      .default('document')
      .describe('`policy`: dates of documents are not used'),
    files: z
      .record(
        z.string(),
        z.strictObject({ name: z.string().min(1), kind: kind.optional(), version: z.string().optional() }),
      )
      .default({})
      .describe(
        'What a file describes, by a pattern of its path, where neither the file nor its folders say it',
      ),
    names: z
      .record(z.string(), named.nullable())
      .default({})
      .describe(
        'Asset by name in the documents, as a pattern; {1} repeats what the first * stands for; null: left out',
      ),
    kinds: z
      .record(z.string(), kind)
      .default({})
      .describe('Kind by name, as a pattern, where the document does not say it'),
    registered: z
      .array(z.string().min(1))
      .default([])
      .describe('Assets, as patterns, that the ledger has: no event registers or releases them'),
    owners: z
      .record(z.string(), z.string().min(1))
      .default({})
      .describe(
        'Payee by name or asset, as a pattern; {org} is what comes before the first /, {owner} is as stated',
      ),
    agents: z
      .record(z.string(), z.string().min(1))
      .default({})
      .describe('Payee by the name of an owner or agent in the documents, as a pattern; default: that name'),
    unknown: z
      .enum(['refuse', 'skip', 'register'])
      .default('refuse')
      .describe(
        'Names that no document describes, that names does not list, and that the ledger does not have',
      ),
    contradictions: z
      .enum(['hold', 'first'])
      .default('hold')
      .describe('`first`: of files that say different things, the one named first counts'),
    incomplete: z
      .enum(['hold', 'release'])
      .default('hold')
      .describe('Versions with an edge that had to be left out'),
    inferred: z
      .enum(['use', 'hold'])
      .default('use')
      .describe('Relations that the document does not say and the importer infers'),
    relations: z.array(relationRule).default([]).describe('The first that applies counts'),
    jobs: z
      .array(z.strictObject({ job: z.string().min(1), relation: relation.optional() }))
      .default([])
      .describe('Jobs and activities, as patterns, whose every output is derived from every input'),
    terms: z.array(termsRule).default([]).describe('The first that applies counts'),
    statedTerms: z
      .enum(['ignore', 'use'])
      .default('ignore')
      .describe('Terms that an export of Headwater states'),
    contributors: z
      .strictObject({ share })
      .optional()
      .describe('Share of a version for the agents to whom its records are attributed, by number of records'),
  })
  .describe('How published lineage becomes registry events')

type PolicyFields = z.output<typeof importPolicy>
type TermsRule = PolicyFields['terms'][number]

/** A rule of terms with its patterns. */
export interface TermsPattern extends Omit<TermsRule, 'relation' | 'licence' | 'source' | 'asset'> {
  readonly relations: ReadonlySet<string> | undefined
  readonly licence: Pattern | undefined
  readonly source: Pattern | undefined
  readonly asset: Pattern | undefined
}

/** The policy with its patterns ready. */
export interface Policy
  extends Omit<
    PolicyFields,
    'files' | 'names' | 'kinds' | 'owners' | 'agents' | 'registered' | 'relations' | 'jobs' | 'terms'
  > {
  readonly files: PatternTable<PolicyFields['files'][string]>
  readonly names: PatternTable<PolicyFields['names'][string]>
  readonly kinds: PatternTable<PolicyFields['kinds'][string]>
  readonly owners: PatternTable<string>
  readonly agents: PatternTable<string>
  readonly registered: readonly Pattern[]
  readonly relations: readonly (Omit<PolicyFields['relations'][number], 'label'> & {
    readonly label: Pattern
  })[]
  readonly jobs: readonly {
    readonly job: Pattern
    readonly relation?: (typeof relations)[number] | undefined
  }[]
  readonly terms: readonly TermsPattern[]
}

/** @throws HeadwaterError `policy.malformed` naming every fault */
export function parsePolicy(value: unknown): Policy {
  const result = importPolicy.safeParse(value)
  if (!result.success) {
    const faults = result.error.issues.map(({ path, message }) => `${pointer(path)}: ${message}`)
    return fail('policy.malformed', `The policy does not fit. ${faults.join('; ')}.`, {
      path: pointer(result.error.issues[0]!.path),
    })
  }
  const fields = result.data
  for (const [name, given] of Object.entries(fields.names)) {
    const asset = typeof given === 'string' ? given : given?.asset
    // With a star in the name, the id is whole only once a name was matched.
    if (asset !== undefined && !name.includes('*') && !assetPattern.test(asset)) {
      fail(
        'policy.malformed',
        `The policy maps ${JSON.stringify(name)} to ${JSON.stringify(asset)}, which is no asset id.`,
        {
          path: pointer(['names', name]),
        },
      )
    }
  }
  return {
    ...fields,
    files: new PatternTable(fields.files),
    names: new PatternTable(fields.names),
    kinds: new PatternTable(fields.kinds),
    owners: new PatternTable(fields.owners),
    agents: new PatternTable(fields.agents),
    registered: fields.registered.map((text) => patternOf(text)),
    relations: fields.relations.map(({ label, ...rule }) => ({ ...rule, label: patternOf(label) })),
    jobs: fields.jobs.map(({ job, ...rule }) => ({ ...rule, job: patternOf(job) })),
    terms: fields.terms.map(termsPattern),
  }
}

function termsPattern({ relation, licence, source, asset, ...rule }: TermsRule): TermsPattern {
  const wanted =
    relation === undefined ? undefined : new Set<string>(Array.isArray(relation) ? relation : [relation])
  return {
    ...rule,
    relations: wanted,
    licence: licence === undefined ? undefined : patternOf(licence, true),
    source: source === undefined ? undefined : patternOf(source),
    asset: asset === undefined ? undefined : patternOf(asset),
  }
}

function pointer(path: readonly PropertyKey[]): string {
  return `/${path.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`
}

function accepted(parse: () => unknown): boolean {
  try {
    parse()
    return true
  } catch {
    return false
  }
}
