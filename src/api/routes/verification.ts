/** Verification: recomputes an epoch and reports what differs. */
import { z } from 'zod'
import { invariant } from '../../invariant.ts'
import type { Headwater, VerifyLine, VerifyReport } from '../../service/headwater.ts'
import { verifyReport } from '../../service/schemas/index.ts'
import { ndjsonMediaType, sendLinesAtOnce } from '../ndjson.ts'
import { epochParams, failures, liftIdleLimit, plain, type Routes, reads } from './common.ts'

const verifyQuery = z.object({
  full: z
    .stringbool()
    .optional()
    .describe(
      'Whether to sum all calls ever recorded again, in place of the checkpoint of the epoch before.',
    ),
})

export const verificationRoutes: Routes = async (app, { context: { headwater } }) => {
  app.post(
    '/v1/epochs/:epoch/verify',
    {
      config: { access: reads },
      schema: {
        summary: 'Recompute an epoch from the logs and compare',
        description:
          'With `accept: application/x-ndjson` the answer is JSON lines, sent while the verification runs: `{"check"}` for each check that has ended, then `{"report"}`.',
        tags: ['settlement'],
        params: epochParams,
        querystring: verifyQuery,
        response: { 200: verifyReport, ...failures },
      },
    },
    async (request, reply) => {
      liftIdleLimit(request)
      const { full } = request.query
      if (request.headers.accept?.includes(ndjsonMediaType)) {
        const lines = checksThenReport(headwater, request.params.epoch, full)
        return (await sendLinesAtOnce(reply, lines)) as never
      }
      for await (const report of headwater.verify(request.params.epoch, { full })) return plain(report)
      return invariant(false, 'verifying one epoch gives one report')
    },
  )
}

/** The checks in the order in which they end. A caller that goes away ends nothing: the verification has no step to stop at. */
async function* checksThenReport(
  headwater: Headwater,
  epoch: number,
  full: boolean | undefined,
): AsyncGenerator<VerifyLine> {
  const waiting: VerifyLine[] = []
  let wake = () => {}
  const onCheck = (_: number, check: VerifyReport['checks'][number]) => {
    waiting.push({ check })
    wake()
  }
  const run = async () => {
    for await (const report of headwater.verify(epoch, { full, onCheck })) waiting.push({ report })
  }
  let ended = false
  const running = run().finally(() => {
    ended = true
    wake()
  })
  // Its failure is thrown below, when what it found before has been sent.
  running.catch(() => {})
  while (!ended || waiting.length > 0) {
    const line = waiting.shift()
    if (line !== undefined) yield plain(line)
    else
      await new Promise<void>((resolve) => {
        wake = resolve
      })
  }
  await running
}
