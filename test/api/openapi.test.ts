import { readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startFake } from './support.ts'

let server: Awaited<ReturnType<typeof startFake>>
beforeAll(async () => {
  server = await startFake()
})
afterAll(() => server.app.close())

describe('the OpenAPI description', () => {
  test('is served as it is in schemas/openapi.json (npm run schemas writes it)', async () => {
    const served = (await server.app.inject('/openapi.json')).json()
    expect(served).toEqual(JSON.parse(readFileSync('schemas/openapi.json', 'utf8')))
  })

  test('is valid OpenAPI 3.1', async () => {
    const served = (await server.app.inject('/openapi.json')).json()
    const validator = new Validator()
    const result = await validator.validate(served)
    expect(result.valid ? [] : result.errors).toEqual([])
    expect(validator.version).toBe('3.1')
  })

  test('shows a summary, an answer and the problem of every route', async () => {
    const { paths } = (await server.app.inject('/openapi.json')).json()
    for (const methods of Object.values(paths as Record<string, Record<string, never>>)) {
      for (const route of Object.values(methods) as {
        summary?: string
        responses: Record<string, unknown>
      }[]) {
        expect(route.summary).toBeTruthy()
        expect(Object.keys(route.responses).some((status) => status.startsWith('2'))).toBe(true)
        expect(JSON.stringify(route.responses.default)).toMatch(/application\/problem\+json|OtlpStatus/)
      }
    }
  })
})
