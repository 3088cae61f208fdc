import { describe, expect, test } from 'vitest'
import { fileNameOf } from '../../src/documents/fileName.ts'
import { statementDocument } from '../../src/documents/statementDocument.ts'
import { describeEarned } from '../../src/documents/words.ts'
import { pdfText } from './support/pdfText.ts'
import { statementOf } from './support/statement.ts'

const hostile = [
  `<script>alert(1)</script>`,
  `"><img src=x onerror=alert(1)>`,
  `' onmouseover='alert(1)`,
  '</style></title><script>1</script>',
  'javascript:alert(1)',
  '=HYPERLINK("http://x","y")',
  'a\u202eb',
  '名前 संजय 이름 שלום مرحبا',
  'x'.repeat(255),
]
const htmlOf = async (payee: string) => (await statementDocument(statementOf({ payee }), 'html')).toString()

describe('a statement as HTML', () => {
  test('says what was earned, from what, what is carried, and the step that ends the wait', async () => {
    const html = await htmlOf('lab')
    for (const text of ['Statement of epoch 2', '2.25', 'dataset:lab/corpus@1', '3.75', 'bank details'])
      expect(html).toContain(text)
  })

  test.each(hostile)('a payee called %s adds no element and no attribute', async (payee) => {
    const plain = await htmlOf('lab')
    const html = await htmlOf(payee)
    const elements = (text: string) => [...text.matchAll(/<[^>]*>/g)].map(([element]) => element)
    expect(elements(html)).toEqual(elements(plain))
  })

  test('needs nothing beside it, and forbids what is not in it', async () => {
    const html = await htmlOf('lab')
    expect(html).not.toMatch(/<script|src=|href=|url\(/)
    expect(html).toContain('default-src &#39;none&#39;; style-src &#39;sha256-')
  })
})

describe('capped edges', () => {
  const edge = {
    ...{ asset: 'agent:acme/desk', version: '3', sourceAsset: 'dataset:lab/corpus', sourceVersion: '1' },
    ...{ share: '0.25', carried: '40', cap: '150', taken: '150', left: '0' },
  }
  const capped = () => {
    const statement = statementOf()
    return { ...statement, currencies: statement.currencies.map((sums) => ({ ...sums, caps: [edge] })) }
  }
  const terms = 'agent:acme/desk@3 to dataset:lab/corpus@1: 0.25 up to 150; taken 150, left 0: used up'

  test('are in every document, beside what is earned where they are used up', async () => {
    const csv = (await statementDocument(capped(), 'csv')).toString()
    expect(csv).toContain(`,cap,,dataset:lab/corpus,1,40,${terms.includes(',') ? `"${terms}"` : terms},`)
    expect(csv).toMatch(/,figure,earned,.*cap used up: agent:acme\/desk@3 to dataset:lab\/corpus@1/)
    expect((await statementDocument(capped(), 'html')).toString()).toContain(terms)
    const text = pdfText(await statementDocument(capped(), 'pdf')).replaceAll(/\s+/g, ' ')
    expect(text).toContain('capped edges on the way to what you earn from')
  })

  test('of which something is left are no reason beside what is earned', async () => {
    const [sums] = capped().currencies
    expect(describeEarned({ ...sums!, late: '0' })).toContain('cap used up')
    expect(describeEarned({ ...sums!, late: '0', caps: [{ ...edge, left: '1' }] })).toBe('')
  })
})

describe('a statement as PDF', () => {
  test('is real text', async () => {
    const text = pdfText(await statementDocument(statementOf(), 'pdf'))
    for (const part of ['Statement of epoch 2', '2.25', 'dataset:lab/corpus@1', 'Ask the operator'])
      expect(text).toContain(part)
  })

  test('has the paths behind the figures on pages of their own', async () => {
    const pdf = await statementDocument(statementOf(), 'pdf')
    const text = pdfText(pdf).replaceAll(/\s+/g, ' ')
    const [figures, appendix] = text.split(' Appendix ') as [string, string]
    expect(appendix).toContain('calls of agent:acme/desk@3 → trainedOn 0.25 → dataset:lab/corpus@1')
    expect(figures).toContain('Statement of epoch 2')
    expect(figures).not.toContain('agent:acme/desk')
    expect(pdf.toString('latin1').match(/\/Type \/Page\n/g)).toHaveLength(2)
  })

  test('is the same to the byte whenever it is made', async () => {
    const [one, other] = [
      await statementDocument(statementOf(), 'pdf'),
      await new Promise((resolve) => setTimeout(resolve, 1_100)).then(() =>
        statementDocument(statementOf(), 'pdf'),
      ),
    ]
    expect(one.equals(other)).toBe(true)
  })

  test('has the letters of names in any script, and the code point where the fonts have no glyph', async () => {
    const name = '名 이 Ω Ж ա \u{32000} \u{1f600}'
    const text = pdfText(await statementDocument(statementOf({ name }), 'pdf')).replaceAll('\n', '')
    for (const letter of ['名', '이', 'Ω', 'Ж', 'ա', '\u{1f600}']) expect(text).toContain(letter)
    expect(text).toContain('U+32000')
  })

  test.each(hostile)('a payee called %s is printed whole', async (payee) => {
    expect((await statementDocument(statementOf({ payee }), 'pdf')).subarray(0, 5).toString()).toBe('%PDF-')
  })

  test('breaks a row that is longer than a page', async () => {
    const [sums] = statementOf().currencies
    const by = Array.from({ length: 10 }, () => ({
      ...({ type: 'refunded', source: 's', id: 'i'.repeat(1_024), reason: 'r'.repeat(1_024) } as const),
    }))
    const corrections = [{ id: 'c', source: 's', time: '2026-01-01T00:00:00Z', epoch: 1, amount: '-1', by }]
    const pdf = await statementDocument(statementOf({ currencies: [{ ...sums!, corrections }] }), 'pdf')
    expect(pdf.toString('latin1').match(/\/Type \/Page\n/g)!.length).toBeGreaterThan(3)
  })
})

test('a statement as CSV has a line for each figure, source and path, and no formula', async () => {
  const csv = (await statementDocument(statementOf({ payee: '=1+1' }), 'csv')).toString()
  const lines = csv.split('\r\n')
  expect(lines[0]).toMatch(/^payee,name,epoch,until,currency,line,what,asset,version,amount,why,direct/)
  expect(lines[1]).toBe("'=1+1,,2,2026-03-01T00:00:00Z,USD,figure,brought forward,,,1.5,,,,,,,,,")
  expect(lines).toHaveLength(1 + 5 + 1 + 1)
  expect(lines[6]).toContain('path,,dataset:lab/corpus,1,2.25,calls of agent:acme/desk@3')
})

test('a statement as JSON is what the service answers', async () => {
  const json = (await statementDocument(statementOf(), 'json')).toString()
  expect(JSON.parse(json)).toEqual(statementOf())
})

describe('the name of a file', () => {
  test.each([...hostile, '..', '../../etc/passwd', 'CON', 'a/b\\c', '\u0000'.slice(1)])(
    'of the payee %s has no character that a file system or a shell reads otherwise',
    (payee) => {
      expect(fileNameOf(payee, 'pdf')).toMatch(/^(?:[a-z0-9][a-z0-9-]{0,39}-)?[0-9a-f]{32}\.pdf$/)
    },
  )

  test('is another one for each payee, also where file systems ignore case', () => {
    const names = ['Lab', 'lab', 'lab ', 'lab/', 'läb'].map((payee) => fileNameOf(payee, 'csv'))
    expect(new Set(names).size).toBe(names.length)
  })
})
