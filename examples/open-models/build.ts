/**
 * Writes registry.ndjson: an economy of real models and datasets. Public facts (who made what, from what, in which
 * proportions) have their source in figures.ts and in the field `reference` of the events, which Headwater ignores.
 * Shares, prices, payees' accounts and all calls are invented for the example.
 *
 *     node examples/open-models/build.ts
 */
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { dolly, dollyAuthors, dollyRecordsEach, llama, llamaMix, pile, pileWeights } from './figures.ts'

const lines: string[] = []
let number = 0

function event(type: string, data: object, time = '2025-12-01T00:00:00Z'): void {
  number += 1
  const id = `open-models-${String(number).padStart(4, '0')}`
  lines.push(
    JSON.stringify({
      specversion: '1.0',
      id,
      source: '/examples/open-models',
      type: `io.headwater.${type}`,
      time,
      data,
    }),
  )
}

/** `percent` of `part` as an exact share: 67.0 % of 0.2 is 0.134. */
function share(percent: number, part: string): string {
  const parts = BigInt(Math.round(percent * 100)) * BigInt(Math.round(Number(part) * 1e5))
  return `0.${parts.toString().padStart(9, '0').replace(/0+$/, '')}`
}

/** An address without a known key: the start of a hash of the payee's name. */
function account(payee: string): string {
  return `0x${createHash('sha256').update(`headwater example ${payee}`).digest('hex').slice(0, 40)}`
}

// Currencies: USD Coin on Base and Tether USD on Ethereum at their public addresses, and plain dollars without a token.
event('currency.registered', {
  currency: 'USDC',
  decimals: 6,
  chain: 'eip155:8453',
  token: '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913',
})
event('currency.registered', {
  currency: 'USDT',
  decimals: 6,
  chain: 'eip155:1',
  token: '0xdac17f958d2ee523a2206206994597c13d831ec7',
})
event('currency.registered', { currency: 'USD', decimals: 2 })

const onBothChains = ['eleutherai', 'databricks', 'lmsys', 'meta-ai', 'stanford-crfm', 'laion', 'marketplace']
const onBaseOnly = [
  'research-desk',
  'common-crawl',
  'wikimedia',
  'arxiv',
  'ncbi',
  'github-authors',
  'stack-exchange-authors',
]
// The other payees have no account yet: their earnings are carried until they bind one.
for (const payee of onBothChains) {
  event('payee.registered', { payee, account: `eip155:8453:${account(payee)}` })
  event('payee.bound', { payee, account: `eip155:1:${account(payee)}` })
}
for (const payee of onBaseOnly) event('payee.registered', { payee, account: `eip155:8453:${account(payee)}` })

event('fee.set', { share: '0.025', payee: 'marketplace', effectiveFrom: '2025-12-01T00:00:00Z' })
event('fee.set', { share: '0.02', payee: 'marketplace', effectiveFrom: '2026-02-01T00:00:00Z' })

function asset(id: string, owner: string, rest: object = {}): void {
  event('asset.registered', { asset: id, owner, ...rest })
}
function release(id: string, version: string, data: object, releasedAt = '2025-12-01T00:00:00Z'): void {
  event('version.released', { asset: id, version, releasedAt, ...data })
}

// LLaMA's pre-training mix: each corpus is an asset of its own.
const llamaOwners: Record<string, string> = {
  commoncrawl: 'common-crawl',
  c4: 'allen-ai',
  github: 'github-authors',
  wikipedia: 'wikimedia',
  books: 'book-authors',
  arxiv: 'arxiv',
  stackexchange: 'stack-exchange-authors',
}
for (const [name, owner] of Object.entries(llamaOwners)) {
  asset(`dataset:llama-mix/${name}`, owner)
  release(`dataset:llama-mix/${name}`, '2023', {})
}
asset('model:meta/llama-7b', 'meta-ai', { name: 'LLaMA 7B' })
release('model:meta/llama-7b', '1.0', {
  derivedFrom: Object.entries(llamaMix).map(([name, percent]) => ({
    asset: `dataset:llama-mix/${name}`,
    version: '2023',
    relation: 'trainedOn',
    policy: 'relative',
    // A fifth of what the model receives goes to its data, by sampling proportion.
    share: share(percent, '0.2'),
    reference: `${percent} %: ${llama}`,
  })),
})

// The Pile passes nine tenths on to its 22 components, by weight.
const pileOwners: Record<string, string> = {
  'pile-cc': 'common-crawl',
  'pubmed-central': 'ncbi',
  'pubmed-abstracts': 'ncbi',
  arxiv: 'arxiv',
  github: 'github-authors',
  'stack-exchange': 'stack-exchange-authors',
  wikipedia: 'wikimedia',
  books3: 'book-authors',
  bookcorpus2: 'book-authors',
}
for (const name of Object.keys(pileWeights)) {
  asset(`dataset:the-pile/${name}`, pileOwners[name] ?? `${name}-authors`)
  release(`dataset:the-pile/${name}`, '1.0', {})
}
asset('dataset:eleutherai/pile', 'eleutherai', {
  name: 'The Pile',
  metadataUri: 'https://arxiv.org/abs/2101.00027',
})
release('dataset:eleutherai/pile', '1.0', {
  derivedFrom: Object.entries(pileWeights).map(([name, percent]) => ({
    asset: `dataset:the-pile/${name}`,
    relation: 'composedOf',
    policy: 'relative',
    share: share(percent, '0.9'),
    reference: `${percent} %: ${pile}`,
  })),
})

// GPT-NeoX-20B and Pythia were trained on the Pile (Black et al. 2022; Biderman et al. 2023).
for (const [id, name] of [
  ['model:eleutherai/gpt-neox-20b', 'GPT-NeoX-20B'],
  ['model:eleutherai/pythia-12b', 'Pythia 12B'],
] as const) {
  asset(id, 'eleutherai', { name, license: 'Apache-2.0' })
  release(id, '1.0', {
    derivedFrom: [
      {
        asset: 'dataset:eleutherai/pile',
        version: '1.0',
        relation: 'trainedOn',
        policy: 'absolute',
        share: '0.1',
      },
    ],
  })
}

// People wrote Dolly's records: each is paid for the accepted records.
asset('dataset:databricks/databricks-dolly-15k', 'databricks', { license: 'CC-BY-SA-3.0' })
for (let first = 1; first <= dollyAuthors; first += 500) {
  event('contribution.recorded', {
    asset: 'dataset:databricks/databricks-dolly-15k',
    contributions: Array.from({ length: 500 }, (_, index) => ({
      payee: `dolly-author-${String(first + index).padStart(4, '0')}`,
      units: dollyRecordsEach,
    })),
    reference: `15,000 records by over 5,000 employees: ${dolly}`,
  })
}
release('dataset:databricks/databricks-dolly-15k', '1.0', {
  holders: [{ payee: 'databricks', share: '0.3' }],
  contributorShare: '0.7',
})
asset('model:databricks/dolly-v2-12b', 'databricks', { name: 'Dolly 2.0', license: 'MIT' })
release('model:databricks/dolly-v2-12b', '1.0', {
  derivedFrom: [
    {
      asset: 'model:eleutherai/pythia-12b',
      version: '1.0',
      relation: 'finetunedFrom',
      policy: 'absolute',
      share: '0.15',
      reference: dolly,
    },
    {
      asset: 'dataset:databricks/databricks-dolly-15k',
      relation: 'trainedOn',
      policy: 'relative',
      share: '0.2',
      reference: dolly,
    },
  ],
})

// OpenAssistant's corpus (Köpf et al. 2023: 161,443 messages by over 13,500 volunteers), its pool divided between two groups here.
asset('dataset:openassistant/oasst1', 'laion', { license: 'Apache-2.0' })
release('dataset:openassistant/oasst1', '1.0', {
  holders: [{ payee: 'laion', share: '0.1' }],
  contributorShare: '0.9',
  contributors: [
    { payee: 'oasst-writers', units: 100_000 },
    { payee: 'oasst-reviewers', units: 61_443 },
  ],
  reference:
    '161,443 messages: Köpf et al. 2023, OpenAssistant Conversations; the split into two groups is invented',
})
asset('model:openassistant/oasst-sft-1-pythia-12b', 'laion', { license: 'Apache-2.0' })
release('model:openassistant/oasst-sft-1-pythia-12b', '1.0', {
  derivedFrom: [
    { asset: 'model:eleutherai/pythia-12b', relation: 'finetunedFrom', policy: 'absolute', share: '0.15' },
    { asset: 'dataset:openassistant/oasst1', relation: 'trainedOn', policy: 'relative', share: '0.25' },
  ],
})

// Alpaca: LLaMA-7B tuned on 52,000 generated instructions (Taori et al. 2023). Vicuna: about 70,000 shared conversations (Chiang et al. 2023).
asset('dataset:stanford/alpaca-52k', 'stanford-crfm', { license: 'CC-BY-NC-4.0' })
release('dataset:stanford/alpaca-52k', '1.0', {})
asset('model:stanford/alpaca-7b', 'stanford-crfm')
release('model:stanford/alpaca-7b', '1.0', {
  derivedFrom: [
    { asset: 'model:meta/llama-7b', relation: 'finetunedFrom', policy: 'relative', share: '0.3' },
    { asset: 'dataset:stanford/alpaca-52k', relation: 'distilledFrom', policy: 'relative', share: '0.1' },
  ],
})
asset('dataset:sharegpt/conversations-70k', 'sharegpt-users')
release('dataset:sharegpt/conversations-70k', '1.0', {})
asset('model:lmsys/vicuna-7b', 'lmsys')
release('model:lmsys/vicuna-7b', '1.0', {
  derivedFrom: [
    { asset: 'model:meta/llama-7b', relation: 'finetunedFrom', policy: 'relative', share: '0.3' },
    { asset: 'dataset:sharegpt/conversations-70k', relation: 'trainedOn', policy: 'relative', share: '0.1' },
  ],
})
// A second version of the same asset: calls that name no version go to it from its release on.
release(
  'model:lmsys/vicuna-7b',
  '1.5',
  {
    derivedFrom: [
      {
        asset: 'model:lmsys/vicuna-7b',
        version: '1.0',
        relation: 'finetunedFrom',
        policy: 'relative',
        share: '0.4',
      },
      { asset: 'dataset:openassistant/oasst1', relation: 'trainedOn', policy: 'relative', share: '0.05' },
    ],
  },
  '2026-01-20T00:00:00Z',
)

// An agent composed of three models: both policies meet here.
asset('agent:research-desk/paper-reader', 'research-desk', { name: 'Paper reader' })
release('agent:research-desk/paper-reader', '1.0', {
  holders: [
    { payee: 'research-desk', share: '0.8' },
    { payee: 'prompt-author', share: '0.2' },
  ],
  derivedFrom: [
    { asset: 'model:databricks/dolly-v2-12b', relation: 'composedOf', policy: 'absolute', share: '0.2' },
    {
      asset: 'model:lmsys/vicuna-7b',
      version: '1.0',
      relation: 'composedOf',
      policy: 'relative',
      share: '0.2',
    },
    { asset: 'model:eleutherai/gpt-neox-20b', relation: 'composedOf', policy: 'relative', share: '0.1' },
  ],
})

// The rate card, in major units a call or a million tokens.
const rates: [string, string, object][] = [
  ['model:meta/llama-7b', 'USD', { perMillion: { input: '0.10', output: '0.20' } }],
  ['model:eleutherai/gpt-neox-20b', 'USDC', { perMillion: { input: '0.50', output: '0.50' } }],
  ['model:eleutherai/pythia-12b', 'USDC', { perMillion: { input: '0.30', output: '0.40' } }],
  [
    'model:databricks/dolly-v2-12b',
    'USDC',
    { perMillion: { input: '0.60', output: '1.20', cacheRead: '0.06' } },
  ],
  ['model:openassistant/oasst-sft-1-pythia-12b', 'USDT', { perMillion: { input: '0.45', output: '0.90' } }],
  ['model:stanford/alpaca-7b', 'USDC', { perMillion: { input: '0.15', output: '0.30' } }],
  ['model:lmsys/vicuna-7b', 'USDT', { perMillion: { input: '0.25', output: '0.50' } }],
  [
    'agent:research-desk/paper-reader',
    'USDC',
    { perCall: '0.02', perMillion: { input: '1.00', output: '3.00' } },
  ],
]
for (const [id, currency, prices] of rates)
  event('rate.set', { asset: id, currency, effectiveFrom: '2025-12-01T00:00:00Z', ...prices })

writeFileSync(new URL('registry.ndjson', import.meta.url), `${lines.join('\n')}\n`)
