/** The error of counts that fit no reading, or several: it spells the readings out. */
import { fail } from '../../errors.ts'
import type { Gathered } from './gather.ts'
import type { Part } from './parts.ts'
import type { Reading } from './readings.ts'

const shownMax = 4

export function failUndecided(gathered: Gathered, parts: readonly Part[], fits: readonly Reading[]): never {
  const mains = [...gathered.of('input'), ...gathered.of('output'), ...gathered.of('total')]
  const partTexts = parts.map(({ name, count }) => `${name} ${count}`)
  const stated = [...mains.map(({ name, count }) => `${name} ${count}`), ...partTexts].join(', ')
  const readings = fits.slice(0, shownMax).map((reading) => describeReading(reading, parts))
  const why = readings.length > 0 ? readings.join('; ') : smallerThanPart(gathered, parts)
  fail('record.inconsistent', `The counts of tokens fit no single reading: ${stated}. ${why}.`, {
    path: mains[0]?.path ?? '',
  })
}

function smallerThanPart(gathered: Gathered, parts: readonly Part[]): string {
  const [input] = gathered.of('input')
  const cached = parts.filter(({ isCache }) => isCache).reduce((sum, { count }) => sum + count, 0)
  return `The input is ${input?.count ?? 0}, less than the ${cached} cached tokens that it would include`
}

/** `With reasoning_tokens in the output, the total is 23100`. */
function describeReading({ mask, input, output, total }: Reading, parts: readonly Part[]): string {
  const how = parts.map(({ side, name }, index) =>
    (mask & (1 << index)) !== 0 ? `${name} in the ${side}` : `${name} beside the ${side}`,
  )
  const when = how.length > 0 ? `With ${how.join(' and ')}` : 'By the sum'
  return `${when}, the input is ${input}, the output ${output}, the total ${total}`
}
