import { describe, expect, test } from 'vitest'
import { exportedLineage } from '../../src/service/lineageDocuments.ts'
import { fakeHeadwater } from '../support/fakeHeadwater.ts'
import { startFake } from './support.ts'

describe('GET /v1/assets/{asset}/lineage/export', () => {
  test.each([
    ['prov', /^application\/json/],
    ['openlineage', /^application\/x-ndjson/],
    ['mlbom', /^application\/vnd\.cyclonedx\+json/],
  ])('answers %s with its media type', async (format, type) => {
    const { app } = await startFake()
    const answer = await app.inject(`/v1/assets/model%3Aacme%2Fchat/lineage/export?format=${format}`)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toMatch(type)
    expect(() =>
      answer.body
        .trim()
        .split(format === 'openlineage' ? '\n' : '\0')
        .map((text) => JSON.parse(text)),
    ).not.toThrow()
    await app.close()
  })

  test('refuses a format that it does not know', async () => {
    const { app } = await startFake()
    expect((await app.inject('/v1/assets/model%3Aa/lineage/export?format=rdf')).json()).toMatchObject({
      status: 400,
    })
    await app.close()
  })

  test('refuses a lineage that is too long for a document in memory', async () => {
    const headwater = fakeHeadwater()
    const { total } = await headwater.lineage({ asset: 'model:acme/chat' })
    const query = { asset: 'model:acme/chat', versionsMax: total }
    await expect(exportedLineage(headwater, query)).rejects.toMatchObject({ code: 'lineage.tooLong' })
    expect(await exportedLineage(headwater, { ...query, versionsMax: total + 1 })).not.toEqual([])
  })
})
