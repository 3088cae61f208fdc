import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assetName, nameOfAsset } from '../../src/decoding/assetName.ts'
import { assetPattern } from '../../src/events/ids.ts'
import { runs } from '../support/properties.ts'

const everyday = [
  ['anthropic.claude-3-5-sonnet-20241022-v2:0', 'anthropic.claude-3-5-sonnet-20241022-v2@3A@0'],
  ['codegemma:2b-code', 'codegemma@3A@2b-code'],
  ['ft:gpt-4o-mini-2024-07-18:acme:support:Ab12', 'ft@3A@gpt-4o-mini-2024-07-18@3A@acme@3A@support@3A@Ab12'],
  ['qwen/qwen3-coder:free', 'qwen/qwen3-coder@3A@free'],
  ['My GPT deployment', 'My@20@GPT@20@deployment'],
  ['MCP: search/query', 'MCP@3A@@20@search/query'],
  ['模型', '@6A21@@578B@'],
  ['https://models.acme.io/v1', 'https@3A@//models.acme.io/v1'],
]

describe('a name of a model as a part of an asset id', () => {
  test.each(everyday)('%s is %s', (name, text) => {
    expect(assetName(name)).toBe(text)
    expect(nameOfAsset(text)).toBe(name)
    expect(assetPattern.test(`model:${text}`)).toBe(true)
  })

  test.each([
    'gpt-5-mini',
    'meta-llama/Llama-3.1-8B',
    'claude-3-opus@20240229',
    'command-r+',
    'a@b@c',
    '@20',
    '@@',
    '@3a@',
  ])('%s, which an id can have, stays as it is', (name) => {
    expect(assetName(name)).toBe(name)
    expect(nameOfAsset(name)).toBe(name)
  })

  const letters = fc.array(fc.constantFrom('@', ':', ' ', '3', 'A', '2', '0', 'z', '/', 'é', '😀'), {
    maxLength: 12,
  })
  const names = fc.oneof(
    letters.map((list) => list.join('')),
    fc.string({ unit: 'binary' }),
  )

  test('P: comes back from its text, whatever it is', () => {
    fc.assert(
      fc.property(names, (name) => {
        expect(nameOfAsset(assetName(name))).toBe(name)
      }),
      runs('cheap', 1_000),
    )
  })

  test('P: has only characters of an id, and stays as it is without others and without an escape in it', () => {
    fc.assert(
      fc.property(names, (name) => {
        const text = assetName(name)
        expect(text).toMatch(/^[A-Za-z0-9._\-+/@]*$/)
        if (/^[A-Za-z0-9._\-+/@]*$/.test(name) && !/@[0-9A-F]+@/.test(name)) expect(text).toBe(name)
      }),
      runs('cheap', 1_000),
    )
  })

  test('P: no two names have one text', () => {
    fc.assert(
      fc.property(names, names, (one, other) => {
        if (one !== other) expect(assetName(one)).not.toBe(assetName(other))
      }),
      runs('cheap', 1_000),
    )
  })
})
