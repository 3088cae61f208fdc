/** Load runs with real processes, small ones: whether a report says what is true of them. */
import { describe, expect, test } from 'vitest'
import { defaultLoad } from '../../bench/load/options.ts'
import { htmlReport } from '../../bench/load/report/html.ts'
import { textReport } from '../../bench/load/report/text.ts'
import { type RunOptions, runLoad } from '../../bench/load/run.ts'
import { hasKafka } from '../../tools/kafka/broker.ts'

const small = {
  load: { ...defaultLoad, rate: 1_000, seconds: 2, assets: 20, warmUpSeconds: 1 },
  engines: 'embedded',
  workers: 1,
  partitions: 4,
  each: 1,
} as const satisfies Omit<RunOptions, 'via'>

async function expectGood(options: RunOptions): Promise<void> {
  const report = await runLoad(options)
  expect(report.checks.filter(({ ok }) => !ok)).toEqual([])
  expect(report.driven.durable).toBe(report.driven.sent)
  expect(report.driven.latency.count).toBe(report.driven.sent)
  expect(textReport(report)).toContain('The books agree with what was sent, to the unit.')
  const page = htmlReport(report)
  expect(page.match(/<svg /g)).toHaveLength(6)
  // Nothing is fetched from elsewhere, and no colour is fixed that should follow the page.
  expect(page).not.toMatch(/(src|href)="/)
  expect(page).not.toMatch(/#0[0a]0[0a]0\d/)
}

describe('a load run', () => {
  test('over HTTP ends with the books of what was sent', async () => {
    await expectGood({ ...small, via: 'http', each: 100 })
  })

  test.skipIf(!hasKafka())('over Kafka ends with the books of what was sent', async () => {
    await expectGood({ ...small, via: 'kafka' })
  })

  test.skipIf(!hasKafka())(
    'over Kafka by two workers on one ledger, with several events a message',
    async () => {
      await expectGood({ ...small, via: 'kafka', engines: 'shared', workers: 2, each: 10 })
    },
  )
})
