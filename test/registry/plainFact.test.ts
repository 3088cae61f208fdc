/** The short way for recorded facts reads what the long way reads, or leaves it. */
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatTime } from '../../src/events/time.ts'
import { factPayload } from '../../src/registry/facts.ts'
import { createRegistry, factFromRecorded, factText, PlainFactReader } from '../../src/registry/index.ts'
import { runs } from '../support/properties.ts'
import { decideAll, registryEvents } from './randomRegistry.ts'

const payeeRegistered = 'io.headwater.payee.registered'
const payeeBound = 'io.headwater.payee.bound'
const contributionRecorded = 'io.headwater.contribution.recorded'

/** Reads a text with the short way; where it does, its digest must be that of the long way. */
function readsPlainly(type: string, text: string, padding = ''): boolean {
  const bytes = Buffer.from(`${padding}${text}${padding}`)
  const start = Buffer.byteLength(padding)
  const reader = new PlainFactReader()
  if (!PlainFactReader.knows(type) || !reader.read(type, bytes, start, bytes.length - start)) return false
  const fact = factFromRecorded(type, JSON.parse(text))
  const { source, id, time } = fact
  expect(reader.data()).toEqual(fact.data)
  const document = canonicalize({ data: factPayload(fact), id, source, time: formatTime(time), type })!
  expect(reader.documentDigest()).toBe(createHash('sha256').update(document).digest().toString('latin1'))
  return true
}

const account = `eip155:8453:0x${'0'.repeat(38)}a1`
const fields = (more: string, time = '2025-01-01T00:00:00Z') =>
  `{"format":1,"source":"s","id":"1","time":"${time}",${more}}`

describe('the short way for recorded facts', () => {
  it('gives the digest of the long way for every fact that it reads', () => {
    let [read, left] = [0, 0]
    fc.assert(
      fc.property(
        registryEvents,
        fc.option(fc.nat(1e9), { nil: undefined }),
        fc.constantFrom('', '"', 'é"\n'),
        (events, notice, padding) => {
          const recording = notice === undefined ? {} : { payableFrom: 1.7e15 + notice }
          for (const fact of decideAll(events, createRegistry(), recording).facts) {
            if (readsPlainly(fact.type, factText(fact), padding)) read++
            else left++
          }
        },
      ),
      runs(100),
    )
    expect(read).toBeGreaterThan(left / 20)
  })

  it.each([
    [payeeRegistered, '"payee":"ann"'],
    [payeeRegistered, '"payee":"名","name":"Zoë, 😀"'],
    [payeeRegistered, `"payee":"ann","account":"${account}"`],
    [
      payeeRegistered,
      `"payee":"ann","name":"Ann","account":"${account}","payableFrom":"2025-01-01T00:00:00.25Z"`,
    ],
    [payeeBound, `"payee":"ann","account":"${account}"`],
    [payeeBound, `"payee":"ann","account":"${account}","payableFrom":"2025-01-01T00:00:00Z"`],
    [contributionRecorded, '"asset":"dataset:d","contributions":[{"payee":"ann","units":1}]'],
    [
      contributionRecorded,
      '"asset":"d","contributions":[{"payee":"a","units":9007199254740991},{"payee":"a","units":20}]',
    ],
  ])('reads %s %s', (type, more) => {
    expect(readsPlainly(type, fields(more))).toBe(true)
    expect(readsPlainly(type, fields(more, '2025-01-01T00:00:00.123456Z'))).toBe(true)
  })

  it.each([
    ['an escaped text', payeeRegistered, '"payee":"a\\"b"'],
    ['another order of keys', payeeRegistered, `"payee":"a","account":"${account}","name":"A"`],
    ['a key twice', payeeRegistered, '"payee":"a","payee":"b"'],
    ['a key more', payeeRegistered, '"payee":"a","more":1'],
    ['a name where there is none', payeeBound, `"payee":"a","name":"A","account":"${account}"`],
    ['no account', payeeBound, '"payee":"a"'],
    ['a notice without an account', payeeRegistered, '"payee":"a","payableFrom":"2025-01-01T00:00:00Z"'],
    ['an account in upper case', payeeBound, `"payee":"a","account":"${account.replace('a1', 'A1')}"`],
    ['the zero address', payeeBound, `"payee":"a","account":"${account.replace('a1', '00')}"`],
    ['an address too long', payeeBound, `"payee":"a","account":"${account}0"`],
    ['an address too short', payeeBound, `"payee":"a","account":"${account.slice(0, -1)}"`],
    ['a chain with a leading zero', payeeBound, `"payee":"a","account":"${account.replace('8453', '08')}"`],
    ['no contribution', contributionRecorded, '"asset":"d","contributions":[]'],
    ['units of zero', contributionRecorded, '"asset":"d","contributions":[{"payee":"a","units":0}]'],
    [
      'units with a fraction',
      contributionRecorded,
      '"asset":"d","contributions":[{"payee":"a","units":1.5}]',
    ],
    [
      'units too large',
      contributionRecorded,
      '"asset":"d","contributions":[{"payee":"a","units":9007199254740992}]',
    ],
    ['a space', payeeRegistered, '"payee": "a"'],
  ])('leaves %s', (_, type, more) => {
    expect(readsPlainly(type, fields(more))).toBe(false)
  })

  it.each([
    '2025-01-01T00:00:00.250Z',
    '2025-01-01T00:00:00.1234567Z',
    '2025-01-01t00:00:00Z',
    '2025-01-01T00:00:00+00:00',
    '2025-02-30T00:00:00Z',
    '1999-01-01T00:00:00Z',
    '2025-01-01',
  ])('leaves the time %s', (time) => {
    expect(readsPlainly(payeeRegistered, fields('"payee":"a"', time))).toBe(false)
  })

  it('leaves what is cut or goes on', () => {
    const text = fields(`"payee":"ann","account":"${account}"`)
    const reader = new PlainFactReader()
    for (let length = 0; length < text.length; length++)
      expect(reader.read(payeeRegistered, Buffer.from(text), 0, length)).toBe(false)
    expect(reader.read(payeeRegistered, Buffer.from(`${text} `), 0, text.length + 1)).toBe(false)
    expect(reader.read(payeeRegistered, Buffer.from(text), 0, text.length)).toBe(true)
  })
})
