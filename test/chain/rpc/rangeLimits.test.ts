import { expect, it } from 'vitest'
import { readRangeRefusal } from '../../../src/chain/rpc/rangeLimits.ts'
import { rangeRefusals } from '../support/rangeSentences.ts'

it.each(rangeRefusals)('%s: %s', (_, sentence, blocks) => {
  expect(readRangeRefusal(sentence)).toEqual(blocks === undefined ? {} : { blocksMax: blocks })
})

it.each([
  'execution reverted',
  'header not found',
  'your app has exceeded its compute units per second capacity',
  'rate limit exceeded, retry in 10 s',
  'the method eth_getBlockReceipts does not exist/is not available',
])('is no refusal of a range: %s', (sentence) => {
  expect(readRangeRefusal(sentence)).toBeUndefined()
})
