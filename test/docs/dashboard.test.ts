/** The dashboard and the alerts name metrics that exist, and the dashboard shows every one of ours. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { exportedMetrics } from './exportedMetrics.ts'

interface Panel {
  readonly title: string
  readonly description?: string
  readonly targets?: readonly { readonly expr: string }[]
}

const dashboard = JSON.parse(readFileSync('deploy/grafana/headwater.json', 'utf8')) as {
  readonly panels: readonly Panel[]
}
const alerts = readFileSync('deploy/prometheus/alerts.yml', 'utf8')
const histogramParts = /_(?:bucket|sum|count)$/

/** @param names with those of Node's own */
function unknown(text: string, names: ReadonlySet<string>): string[] {
  const used = [...text.matchAll(/\b(?:headwater|process|nodejs)_[a-z0-9_]+/g)].map(([name]) => name)
  return used.filter((name) => !names.has(name) && !names.has(name.replace(histogramParts, '')))
}

describe('deploy/grafana/headwater.json', () => {
  const expressions = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))

  test('asks for metrics that exist', async () => {
    expect(unknown(expressions.join('\n'), new Set(await exportedMetrics()))).toEqual([])
  })

  test('shows every metric of ours', async () => {
    const own = (await exportedMetrics()).filter((name) => name.startsWith('headwater_'))
    expect(
      own.filter((name) => !new RegExp(`\\b${name}(_bucket|_sum|_count)?\\b`).test(expressions.join('\n'))),
    ).toEqual([])
  })

  test('says of each panel what it shows', () => {
    expect(dashboard.panels.filter(({ targets, description }) => targets && !description)).toEqual([])
  })
})

test('deploy/prometheus/alerts.yml watches metrics that exist', async () => {
  const names = new Set(await exportedMetrics())
  expect(alerts.match(/headwater_/g)!.length).toBeGreaterThan(5)
  expect(unknown(alerts, names)).toEqual([])
})
