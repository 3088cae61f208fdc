import { expect, it } from 'vitest'
import { conflictId, refusedId } from '../../src/usage/refusedId.ts'

it('ids of refused events are those that stores already hold', () => {
  expect(refusedId(Buffer.from('{"a":1}'), 'event.malformed', 'cloudevents')).toBe(
    'f4c49af52c15a542b711031e966ac792',
  )
  expect(conflictId('{"a":1}', 'event.conflict', 'cloudevents')).toBe('bf12e71350bbecb664234e7ae35518c5')
})
