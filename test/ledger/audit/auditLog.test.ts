import { appendFileSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openAudit } from '../../../src/ledger/audit/auditLog.ts'

const registrar = { kind: 'key', name: 'registrar' } as const
const fee = { 'io.headwater.fee.set': 1 }

function openIn(options: { path?: string; sharedLog?: boolean } = {}) {
  const { path = join(mkdtempSync(join(tmpdir(), 'audit-')), 'audit.ndjson'), sharedLog = false } = options
  let second = 0
  const clock = () => new Date(Date.UTC(2026, 0, 1, 0, 0, second++))
  return { path, audit: openAudit({ path, clock, sharedLog }) }
}

describe('the audit', () => {
  test('lists what was recorded, in order, page by page, and from a time on', async () => {
    const { audit } = openIn()
    await audit.registry.recorded([{ actor: registrar, from: 0, to: 0, types: fee }])
    await audit.closed(undefined, { epoch: 1, until: '2026-01-01T00:00:00Z' })
    await audit.record('refused.dismissed', registrar, { entries: 3 })

    const first = await audit.page({ limit: 2 })
    expect(first.items.map(({ action }) => action)).toEqual(['registry.recorded', 'epoch.closed'])
    expect(first.items[0]).toMatchObject({
      actor: registrar,
      details: { from: 0, to: 0, count: 1, types: fee },
    })
    expect(first.items[1]!.actor.kind).toBe('user')
    const second = await audit.page({ limit: 2, cursor: first.next! })
    expect(second.items.map(({ action }) => action)).toEqual(['refused.dismissed'])
    expect(second.next).toBeNull()
    const late = await audit.page({ since: '2026-01-01T00:00:01Z' })
    expect(late.items.map(({ action }) => action)).toEqual(['epoch.closed', 'refused.dismissed'])
  })

  test('I22: has an entry of an unknown actor for what a process recorded and did not write down', async () => {
    const { path, audit } = openIn()
    await audit.registry.recorded([{ actor: registrar, from: 0, to: 1, types: fee }])
    // Another process recorded 2 to 4 and closed epochs 1 and 2, and was killed each time before it wrote its entry.
    const next = openIn({ path }).audit
    await next.registry.recorded([{ actor: registrar, from: 5, to: 5, types: fee }])
    await next.closed(registrar, { epoch: 3 })
    const { items } = await next.page({})
    expect(items.map(({ action, actor, details }) => [action, actor.kind, details])).toEqual([
      ['registry.recorded', 'key', { from: 0, to: 1, count: 2, types: fee }],
      ['registry.recorded', 'unknown', { from: 2, to: 4, count: 3 }],
      ['registry.recorded', 'key', { from: 5, to: 5, count: 1, types: fee }],
      ['epoch.closed', 'unknown', { from: 1, to: 2 }],
      ['epoch.closed', 'key', { epoch: 3 }],
    ])
  })

  test('of a log on a server, has no entry for what others recorded, who have audits of their own', async () => {
    const { audit } = openIn({ sharedLog: true })
    await audit.registry.recorded([{ actor: registrar, from: 7, to: 7, types: fee }])
    await audit.closed(registrar, { epoch: 3 })
    expect((await audit.page({})).items).toHaveLength(2)
  })

  test('shows a line that was cut or changed as damaged, and keeps the others', async () => {
    const { path, audit } = openIn()
    await audit.record('keys.loaded', registrar, { keys: ['a'] })
    await audit.record('keys.loaded', registrar, { keys: ['b'] })
    writeFileSync(path, readFileSync(path, 'utf8').replace('"a"', '"c"'))
    appendFileSync(path, '{"at":"2026-01-01T00')
    await openIn({ path }).audit.record('keys.loaded', registrar, { keys: ['d'] })
    const { items } = await audit.page({})
    expect(items.map(({ action, details }) => details.keys ?? action)).toEqual([
      'line.damaged',
      ['b'],
      'line.damaged',
      ['d'],
    ])
  })

  test('notes the settings in force before an act, where they differ from those before', async () => {
    const { path } = openIn()
    const actWith = async (backdating: string) => {
      const settings = { backdating }
      const audit = openAudit({ path, clock: () => new Date(), sharedLog: false, settings })
      await audit.registry.recorded([{ actor: registrar, from: 0, to: 0, types: fee }])
      return audit
    }
    await actWith('report')
    await actWith('report')
    const { items } = await (await actWith('allow')).page({})
    expect(items.map(({ action, details }) => details.backdating ?? action)).toEqual([
      'report',
      'registry.recorded',
      'registry.recorded',
      'allow',
      'registry.recorded',
    ])
  })

  test('notes what is in force once, until it changes', async () => {
    const { path } = openIn()
    for (const keys of [['a'], ['a'], ['b'], ['a']])
      await openIn({ path }).audit.inForce('keys.loaded', { keys })
    const { items } = await openIn({ path }).audit.page({})
    expect(items.map(({ details }) => details.keys)).toEqual([['a'], ['b'], ['a']])
  })

  test('refuses a cursor that it did not give', async () => {
    const { audit } = openIn()
    await audit.record('keys.loaded', registrar, { keys: ['a'] })
    for (const made of [3, 10_000, -1, 'x'].map((value) =>
      Buffer.from(JSON.stringify(value)).toString('base64url'),
    ))
      await expect(audit.page({ cursor: made })).rejects.toMatchObject({ code: 'cursor.malformed' })
    await expect(audit.page({ cursor: 'AAAA' })).rejects.toMatchObject({ code: 'cursor.malformed' })
  })

  test('is readable by its owner only', async () => {
    const { path, audit } = openIn()
    await audit.record('keys.loaded', registrar, { keys: [] })
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })
})
