import { ErrorType, UnsupportedError } from '@kurrent/kurrentdb-client'
import { describe, expect, it } from 'vitest'
import { translate } from '../../src/eventstore/kurrent/errors.ts'
import { fromPosition, toPosition, toRecordedEvent } from '../../src/eventstore/kurrent/records.ts'
import { invariant } from '../../src/invariant.ts'

describe('positions of KurrentDB', () => {
  it('are numbers below 2^53, both ways', () => {
    for (const position of [1, 97, 2 ** 53 - 1]) expect(toPosition(fromPosition(position))).toBe(position)
  })
  it('are a bug where they are missing, too large, 0, or two', () => {
    const none = 2n ** 64n - 1n
    for (const position of [
      undefined,
      { commit: none, prepare: none },
      { commit: 2n ** 53n, prepare: 2n ** 53n },
      { commit: 0n, prepare: 0n },
      { commit: 2n, prepare: 1n },
    ]) {
      expect(() => toPosition(position)).toThrow(/^bug/)
    }
  })
})

describe('events of KurrentDB', () => {
  const record = {
    streamId: 'p-a',
    id: 'id',
    revision: 3n,
    type: 'Tested',
    isJson: true,
    data: { n: 1 },
    metadata: undefined,
    created: new Date('2026-01-02T03:04:05Z'),
    position: { commit: 7n, prepare: 7n },
  } as Parameters<typeof toRecordedEvent>[0]

  it('come without the prefix of their stream', () => {
    expect(toRecordedEvent(record, 'p-')).toEqual({
      id: 'id',
      type: 'Tested',
      data: { n: 1 },
      stream: 'a',
      revision: 3,
      position: 7,
      recordedAt: '2026-01-02T03:04:05.000Z',
    })
  })
  it('of streams that are not ours are a bug', () => {
    expect(() => toRecordedEvent(record, 'q-')).toThrow(/^bug/)
  })
})

describe('errors of KurrentDB', () => {
  it('are refusals where they last, may pass otherwise, and stay bugs where they are bugs', () => {
    const unsupported = new UnsupportedError('multiStreamAppend', '25.1')
    expect(unsupported.type).toBe(ErrorType.UNSUPPORTED)
    expect(translate(unsupported)).toMatchObject({ code: 'eventstore.refused', retry: false })
    expect(translate(new Error('lost'))).toMatchObject({ code: 'eventstore.unavailable', retry: true })
    const bug = (() => {
      try {
        invariant(false, 'it holds')
      } catch (error) {
        return error
      }
    })()
    expect(translate(bug)).toBe(bug)
  })
})
