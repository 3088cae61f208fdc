/**
 * The peer of bench/http.ts and bench/reads.ts: Fastify alone, which parses each batch, and answers as much as Headwater
 * would.
 */
import Fastify from 'fastify'

const app = Fastify({ logger: false, bodyLimit: 8 << 20 })
app.removeAllContentTypeParsers()
app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
  done(null, JSON.parse(body as string)),
)
app.post('/v1/events', async (request) => {
  const events = request.body as { id: string; source: string }[]
  const results = events.map(({ id, source }) => ({ id, source, status: 'accepted' }))
  return { accepted: events.length, duplicate: 0, conflict: 0, rejected: 0, results }
})
app.get('/v1/proofs/:account', async (request) => {
  const { account } = request.params as { account: string }
  const [chain, root, token, currency] = [
    'eip155:8453',
    `0x${'1'.repeat(64)}`,
    `0x${'a1'.repeat(20)}`,
    'USDC',
  ]
  const proof = Array.from({ length: 20 }, (_, at) => `0x${String(10 + at).repeat(32)}`)
  return { epoch: 1, account, proofs: [{ chain, root, currency, account, token, cumulative: '1', proof }] }
})
const url = await app.listen({ host: '127.0.0.1', port: 0 })
process.stdout.write(`${JSON.stringify({ url })}\n`)
process.once('SIGTERM', () => app.close())
