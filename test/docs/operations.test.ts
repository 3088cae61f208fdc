import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadConfig, settings } from '../../src/config.ts'
import { exportedMetrics } from './exportedMetrics.ts'

const operations = readFileSync('docs/operations.md', 'utf8')
const api = readFileSync('docs/api.md', 'utf8')

describe('docs/operations.md', () => {
  test('lists every metric of Headwater, and none that does not exist', async () => {
    const own = (await exportedMetrics()).filter((name) => name.startsWith('headwater_'))
    const listed = [...operations.matchAll(/^\| `(headwater_[a-z_]+)` \|/gm)].map(([, name]) => name)
    expect(listed.sort()).toEqual(own.sort())
  })

  test('names only settings that exist', () => {
    const named = [...(operations + api).matchAll(/\b(?:HEADWATER|OTEL)_[A-Z_]+/g)].map(([name]) => name)
    // One that senders read, not Headwater.
    const ofSenders = ['OTEL_EXPORTER_OTLP_HEADERS']
    expect(named.filter((name) => !(name in settings) && !ofSenders.includes(name))).toEqual([])
  })

  test('gives the limits as they are by default', () => {
    const { api: limits, data } = loadConfig({}, {})
    const { bodyBytesMax, bodyEventsMax, requestsPerMinuteMax, shutdownSecondsMax } = limits
    expect([bodyBytesMax, data.identityBytesMax]).toEqual([8 << 20, 256 << 20])
    expect(operations).toContain(`8 MiB, ${bodyEventsMax.toLocaleString('en')} events`)
    expect(operations).toContain(`${requestsPerMinuteMax.toLocaleString('en')} a minute`)
    expect(operations).toContain(`${shutdownSecondsMax} seconds at most`)
  })
})

describe('docs/api.md', () => {
  test('uses only paths that the API has', () => {
    const { paths } = JSON.parse(readFileSync('schemas/openapi.json', 'utf8')) as {
      paths: Record<string, unknown>
    }
    const patterns = Object.keys(paths).map(
      (path) => new RegExp(`^${path.replaceAll(/\{[a-z]+\}/g, '[^/]+')}$`),
    )
    const used = [...api.matchAll(/127\.0\.0\.1:8787(\/[^\s'?`]*)/g)].map(([, path]) => path!)
    expect(used.length).toBeGreaterThan(10)
    expect(used.filter((path) => !patterns.some((pattern) => pattern.test(path)))).toEqual([])
  })
})
