import { expect, it } from 'vitest'
import type * as decoding from '../../../src/chain/source/decoder.ts'
import { compileFilters, wants } from '../../../src/chain/source/filters.ts'

const filter: decoding.LogFilter = { addresses: ['0xa1'], topics: [['0x01', '0x02'], undefined, ['0x03']] }

it.each([
  ['what it names', '0xa1', ['0x02', '0x99', '0x03'], true],
  ['an address in other letters', '0xA1', ['0x02', '0x99', '0x03'], true],
  ['no other contract', '0xa2', ['0x02', '0x99', '0x03'], false],
  ['no other topic', '0xa1', ['0x04', '0x99', '0x03'], false],
  ['no log that lacks a topic', '0xa1', ['0x01', '0x99'], false],
] as const)('a filter wants %s', (_, address, topics, wanted) => {
  const [compiled] = compileFilters([filter])
  expect(wants(compiled!, { address, topics })).toBe(wanted)
})
