/** Every recipe of docs/contracts.md, played through the real doors: its tables are what statements say. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Headwater } from '../../src/service/headwater.ts'
import { collect } from '../support/collect.ts'
import { temporaryHeadwater, textStream } from '../support/temporaryHeadwater.ts'

const page = readFileSync(new URL('../../docs/contracts.md', import.meta.url), 'utf8')
const recipes = page.split('<!-- recipes -->')[1]!.split(/^## /m)[0]!.split(/^### /m).slice(1)

const source = 'recipe'
const scene = [
  [
    'currency.registered',
    { currency: 'USD', decimals: 6, chain: 'eip155:8453', token: `0x${'c'.repeat(40)}` },
  ],
  ['payee.bound', { payee: 'lab', account: `eip155:8453:0x${'1'.repeat(40)}` }],
  ['asset.registered', { asset: 'model:lab/base', owner: 'lab' }],
  ['version.released', { asset: 'model:lab/base', version: '1' }],
] as const

function line(
  type: string,
  data: unknown,
  { id, time = '2025-01-01T00:00:00Z' }: { id: string; time?: string },
) {
  return `${JSON.stringify({ specversion: '1.0', type: `io.headwater.${type}`, source, id, time, data })}\n`
}

async function record(service: Headwater, lines: readonly string[]): Promise<void> {
  expect(await service.ingest(textStream(...lines), { origin: 'recipe' })).toMatchObject({
    accepted: lines.length,
    rejected: [],
  })
}

/** `| a | b |` without its borders. */
function cells(row: string): string[] {
  return row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
}

describe('a recipe of docs/contracts.md', () => {
  it('is there for everything that the page promises', () => {
    expect(recipes).toHaveLength(14)
  })

  for (const recipe of recipes) {
    const [title] = recipe.split('\n')
    it(`is right: ${title}`, async () => {
      const events = /```json\n([\s\S]*?)```/.exec(recipe)![1]!.trim().split('\n')
      const [header, , ...rows] = recipe.split('\n').filter((text) => text.startsWith('|'))
      await using opened = await temporaryHeadwater()
      const { service } = opened
      await record(
        service,
        scene.map(([type, data], at) => line(type, data, { id: `scene-${at}` })),
      )
      const agreed = events.map((text, at) => {
        const { type, data, id = `agreed-${at}`, time } = JSON.parse(text)
        return line(type, data, { id, time })
      })
      await record(service, agreed)
      const carried = new Map<string, string>()
      for (const [at, row] of rows.entries()) {
        const month = (number: number): string => `2025-${String(number).padStart(2, '0')}`
        const values = cells(row)
        const columns = cells(header!).map((name, column) => ({ name, value: values[column]! }))
        const calls = columns.filter(({ name, value }) => name.startsWith('calls') && value !== '0')
        await record(
          service,
          calls.map(({ name, value }, place) => {
            const data = { asset: name.split(' of ')[1] ?? 'model:lab/base', amount: value, currency: 'USD' }
            const id = place === 0 ? `call-${at + 1}` : `call-${at + 1}-${place}`
            return line('call.metered', data, { id, time: `${month(at + 1)}-10T00:00:00Z` })
          }),
        )
        const { epoch } = await service.close({ until: `${month(at + 2)}-01T00:00:00Z` })
        const statements = (await collect(service.statements(epoch))) as unknown as Record<string, string>[]
        for (const { payee, carried: left } of statements) carried.set(payee!, left!)
        for (const { name, value } of columns.filter(({ name }) => !name.startsWith('calls'))) {
          const [payee, field] = name.split(' ')
          const found = statements.find((of) => of.payee === payee)?.[field!]
          const standing = field === 'carried' ? (carried.get(payee!) ?? '0') : '0'
          expect(`close ${at + 1}: ${name} ${found ?? standing}`).toBe(`close ${at + 1}: ${name} ${value}`)
        }
      }
    })
  }
})
