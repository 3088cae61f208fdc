/** What each token class came from, for a person who tries a mapping. */
import type { Gathered, Named } from './gather.ts'
import type { Part } from './parts.ts'
import type { Reading } from './readings.ts'
import type { TokenClass, TokensFrom } from './types.ts'

/** By token class: `/prompt_tokens 100 - /usage/prompt_tokens_details/cached_tokens 40`. */
export function explainTokens(gathered: Gathered, reading: Reading, parts: readonly Part[]): TokensFrom {
  const texts: { [Class in TokenClass]: string } = {
    input: mainText(gathered, 'input', reading.statedInput),
    output: mainText(gathered, 'output', reading.statedOutput),
    cacheRead: '',
    cacheWrite: '',
  }
  for (let index = 0; index < parts.length; index++) {
    const { kind, side } = parts[index]!
    const included = (reading.mask & (1 << index)) !== 0
    const isCache = kind === 'cacheRead' || kind === 'cacheWrite'
    const counts = countsOf(gathered, kind)
    if (isCache) texts[kind] = added(texts[kind], counts)
    if (isCache && included) texts[side] += counts.map((count) => ` - ${shown(count)}`).join('')
    else if (!isCache && !included) texts[side] = added(texts[side], counts)
  }
  for (const { given, ...count } of gathered.given ?? []) {
    if (given !== 'ignore') texts[given] = added(texts[given], [count])
  }
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''))
}

function mainText(gathered: Gathered, side: 'input' | 'output', stated: number): string {
  const named = gathered.of(side).find(({ count }) => count === stated)
  if (named) return shown(named)
  const [uncached] = side === 'input' ? gathered.of('uncached') : []
  if (uncached?.count === stated) return shown(uncached)
  return added('', gathered.of(side === 'input' ? 'inputDetail' : 'outputDetail'))
}

function countsOf(gathered: Gathered, kind: Part['kind']): readonly Named[] {
  if (kind === 'cacheRead') return [...gathered.of('cacheRead'), ...gathered.of('cacheReadPart')]
  if (kind !== 'cacheWrite') return gathered.of(kind)
  const whole = [...gathered.of('cacheWrite'), ...gathered.of('cacheWritePart')]
  return whole.length > 0 ? whole : [...gathered.of('cacheWrite5m'), ...gathered.of('cacheWrite1h')]
}

function added(text: string, counts: readonly Pick<Named, 'path' | 'count'>[]): string {
  return counts.reduce((sum, count) => (sum === '' ? shown(count) : `${sum} + ${shown(count)}`), text)
}

function shown({ path, count }: Pick<Named, 'path' | 'count'>): string {
  return `${path} ${count}`
}
