import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readNotices } from '../../src/config/noticesFile.ts'

const folder = mkdtempSync(join(tmpdir(), 'headwater-notices-'))
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
let files = 0

function read(text: string, environment: Record<string, string> = {}) {
  const file = join(folder, `notices-${++files}.yaml`)
  writeFileSync(file, text)
  return readNotices({ file, folder }, environment)
}

const hook = (fields: string) => `webhooks: { a: { secrets: ["${secret}"], ${fields} } }`

describe('the notices file', () => {
  test('is read as docs/notices.md shows it', async () => {
    const [, example] = /```yaml\n([\s\S]*?)```/.exec(readFileSync('docs/notices.md', 'utf8'))!
    const notices = await read(example!, { ACCOUNTING_SECRET: secret, ANN_SECRET: secret })
    expect([...notices!.webhooks.keys()]).toEqual(['accounting', 'ann'])
    expect(notices!.webhooks.get('ann')).toEqual({
      url: 'https://ann.example/hooks',
      secrets: [secret],
      kinds: ['statement.ready', 'balance.owed'],
      payees: ['ann', 'lab:acme'],
      timeout: 10_000,
      giveUpAfter: 259_200_000,
    })
    expect(notices!.refusedShare).toEqual({ above: 0.05, window: 300_000, eventsMin: 100 })
  })

  test('is not needed, unless it is named', async () => {
    expect(await readNotices({ folder: join(folder, 'none') }, {})).toBeUndefined()
    const missing = readNotices({ file: join(folder, 'missing.yaml'), folder }, {})
    await expect(missing).rejects.toMatchObject({ code: 'notices.fileMissing' })
  })

  test.each([
    ['http to another machine', hook('url: "http://a.example/"'), 'must be an https URL'],
    ['a user in the URL', hook('url: "https://u:p@a.example/"'), 'must be an https URL'],
    [
      'a short secret',
      'webhooks: { a: { url: "https://a.example/", secrets: ["whsec_AAAA"] } }',
      'whsec_ and',
    ],
    ['an unknown kind', hook('url: "https://a.example/", kinds: [closed]'), 'kinds'],
    ['a name that is no part of a stream', `webhooks: { "A b": {} }`, 'must be a name'],
    ['a field that it does not have', hook('url: "https://a.example/", retry: 3'), 'retry'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the file's own notation
    ['a secret that the environment lacks', 'webhooks: { a: { secrets: ["${NONE}"] } }', 'lacks NONE'],
    ['text that is not YAML', 'webhooks: {', 'is not YAML'],
  ])('says what is wrong with %s, without quoting it', async (_, text, why) => {
    const error = await read(text).catch((fault) => fault)
    expect(error.code).toBe('notices.fileFaulty')
    expect(error.message).toContain(why)
    for (const part of ['u:p', secret, 'AAAA']) expect(error.message).not.toContain(part)
  })
})
