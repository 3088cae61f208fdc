import { describe, expect, test } from 'vitest'
import { createFormat } from '../../../src/decoding/formats/index.ts'
import { createModelNames } from '../../../src/decoding/formats/modelNames.ts'

describe('the asset of a model', () => {
  const assetOf = createModelNames({
    'gpt-4o': 'model:openai/gpt-4o',
    'gpt-4-0613': { asset: 'model:openai/gpt-4', version: '0613' },
    '{name}-{date:####-##-##}': { asset: 'model:openai/{name}', version: '{date}' },
    'ft:{base}:{org}:{rest}': 'model:{org}/{base}',
    'bedrock/{name}': 'model:bedrock/{name}',
    'bedrock/eu.{name}': 'model:bedrock-eu/{name}',
    '{name}.v#': 'model:dots/{name}',
  })

  test.each([
    ['gpt-4o', { asset: 'model:openai/gpt-4o' }],
    ['gpt-4-0613', { asset: 'model:openai/gpt-4', version: '0613' }],
    ['gpt-5-mini-2025-08-07', { asset: 'model:openai/gpt-5-mini', version: '2025-08-07' }],
    ['ft:gpt-4o-mini:acme:x:Ab12', { asset: 'model:acme/gpt-4o-mini' }],
    ['bedrock/claude-v2:0', { asset: 'model:bedrock/claude-v2@3A@0' }],
    ['bedrock/eu.claude', { asset: 'model:bedrock-eu/claude' }],
    ['gpt-5-mini-2025-08-0x', undefined],
    ['-2025-08-07', undefined],
    ['a.v#', { asset: 'model:dots/a' }],
    ['aXv#', undefined],
    ['toString', undefined],
  ])(
    '%s is found by its exact name, or by the pattern with the most characters of its own',
    (name, expected) => {
      expect(assetOf(name)).toEqual(expected)
      expect(assetOf(name)).toEqual(expected)
    },
  )

  test('a long name of many equal characters takes no long time', () => {
    const slow = createModelNames({ '{a}-{b}-{c}x': 'model:{a}' })
    // Of this process alone, whatever else the machine does.
    const before = process.cpuUsage()
    for (let length = 0; length < 300; length += 10) expect(slow('-'.repeat(length))).toBe(undefined)
    expect(process.cpuUsage(before).user).toBeLessThan(5_000_000)
  })
})

test('a gateway’s mapping has patterns too, and a wrong one is refused before the first record', () => {
  const models = { '{name}-v{version:#}:0': { asset: 'model:bedrock/{name}', version: '{version}' } }
  const { read } = createFormat('litellm', { models })
  const record = { id: 'x', model: 'claude-v2:0', startTime: 1, prompt_tokens: 1, completion_tokens: 1 }
  expect([...read!(record, 1)]).toMatchObject([
    { event: { data: { asset: 'model:bedrock/claude', version: '2' } } },
  ])
  expect(() => createFormat('litellm', { models: { '{a}': 'model:{b}' } })).toThrow(
    expect.objectContaining({ code: 'mapping.malformed' }),
  )
})
