/** Epochs: closing, reading, verifying; their manifests, trees, statements and proofs. */
import { z } from 'zod'
import { invariant } from '../../invariant.ts'
import type { Headwater, StatementLine } from '../../service/headwater.ts'
import {
  epochPage,
  epochReport,
  proofReport,
  statementLine,
  statementPage,
  treeHeader,
  treeLeaf,
  verifyReport,
} from '../../service/schemas/index.ts'
import { ndjsonMediaType, sendLines } from '../ndjson.ts'
import { cutPage, given, pageQuery } from '../paging.ts'
import {
  epochParams,
  epochQuery,
  failures,
  nothingIsEmpty,
  plain,
  type Routes,
  reads,
  settles,
} from './common.ts'

const tags = ['settlement']

export const epochRoutes: Routes = async (app, { context: { headwater, telemetry } }) => {
  app.post(
    '/v1/epochs',
    {
      config: { access: settles },
      preValidation: nothingIsEmpty,
      schema: {
        summary: 'Close an epoch: final',
        tags,
        body: z
          .strictObject({
            until: z.string().max(64).optional().describe('RFC 3339, in the past; default: now'),
          })
          .optional(),
        response: { 201: epochReport, ...failures },
      },
    },
    async (request, reply) => {
      waitAsLongAsItTakes(request.raw.socket)
      const report = await telemetry.closing(request.span?.traceparent, (onProgress) =>
        headwater.close({ ...given(request.body ?? {}), onProgress }),
      )
      return reply.code(201).header('location', `/v1/epochs/${report.epoch}`).send(plain(report))
    },
  )
  app.get(
    '/v1/epochs',
    {
      config: { access: reads },
      schema: {
        summary: 'Closed epochs, the first first',
        tags,
        querystring: pageQuery,
        response: { 200: epochPage, ...failures },
      },
    },
    async (request) =>
      plain(
        await cutPage(headwater.epochs(), request.query, {
          schema: z.number().int().nonnegative(),
          of: (epoch) => epoch.epoch,
          isBefore: (shown, epoch) => shown < epoch.epoch,
        }),
      ),
  )
  app.get(
    '/v1/epochs/:epoch',
    {
      config: { access: reads },
      schema: {
        summary: 'One closed epoch',
        tags,
        params: epochParams,
        response: { 200: epochReport, ...failures },
      },
    },
    async (request) => plain(await headwater.epoch(request.params.epoch)),
  )
  app.get(
    '/v1/epochs/:epoch/manifest',
    {
      config: { access: reads },
      schema: {
        summary: 'The manifest, byte for byte as hashed (RFC 8785)',
        tags,
        params: epochParams,
        response: {
          200: {
            description: 'Canonical JSON',
            content: { 'application/json': { schema: z.looseObject({}) } },
          },
          ...failures,
        },
      },
    },
    async (request, reply) => {
      const bytes = await headwater.manifest(request.params.epoch)
      // Past the serialiser: not a byte may change.
      return reply.type('application/json').send(Buffer.from(bytes) as never)
    },
  )
  app.get(
    '/v1/epochs/:epoch/tree',
    {
      config: { access: reads },
      schema: {
        summary: 'The payout trees: for each chain a header line, then a line for each leaf',
        tags,
        params: epochParams,
        response: {
          200: {
            description: 'JSON lines',
            content: { [ndjsonMediaType]: { schema: z.union([treeHeader, treeLeaf]) } },
          },
          ...failures,
        },
      },
    },
    async (request, reply) => sendLines(reply, treeLines(headwater, request.params.epoch)) as never,
  )
  app.get(
    '/v1/epochs/:epoch/statements',
    {
      config: { access: reads },
      schema: {
        summary:
          'Statement lines of an epoch: a page, or all as JSON lines where the request accepts application/x-ndjson',
        tags,
        params: epochParams,
        querystring: pageQuery,
        response: {
          200: {
            description: 'Sorted by payee and currency as UTF-8 bytes',
            content: {
              'application/json': { schema: statementPage },
              [ndjsonMediaType]: { schema: statementLine },
            },
          },
          ...failures,
        },
      },
    },
    async (request, reply) => {
      const statements = headwater.statements(request.params.epoch)
      if (request.headers.accept?.includes(ndjsonMediaType)) return sendLines(reply, statements) as never
      return reply.type('application/json').send(await statementsPage(statements, request.query))
    },
  )
  app.post(
    '/v1/epochs/:epoch/verify',
    {
      config: { access: reads },
      schema: {
        summary: 'Recompute an epoch from the logs and compare',
        tags,
        params: epochParams,
        response: { 200: verifyReport, ...failures },
      },
    },
    async (request) => {
      waitAsLongAsItTakes(request.raw.socket)
      for await (const report of headwater.verify(request.params.epoch)) return plain(report)
      return invariant(false, 'verifying one epoch gives one report')
    },
  )
  app.get(
    '/v1/proofs/:account',
    {
      config: { access: reads },
      schema: {
        summary: 'Merkle proofs of an account, over all chains and tokens',
        tags,
        params: z.strictObject({ account: z.string().min(1).max(300).describe('0x address or CAIP-10') }),
        querystring: epochQuery,
        response: { 200: proofReport, ...failures },
      },
    },
    async (request) => plain(await headwater.proof(request.params.account, request.query.epoch)),
  )
}

async function* treeLines(headwater: Headwater, epoch: number): AsyncGenerator<unknown> {
  for await (const { chain, root, leafCount, leaves } of headwater.tree(epoch)) {
    yield { chain, root, leaves: leafCount }
    yield* leaves
  }
}

async function statementsPage(statements: AsyncIterable<StatementLine>, page: z.infer<typeof pageQuery>) {
  return plain(
    await cutPage(statements, page, {
      schema: z.tuple([z.string(), z.string()]),
      of: (line): [string, string] => [line.payee, line.currency],
      isBefore: ([payee, currency], line) =>
        (compareUtf8(payee, line.payee) || compareUtf8(currency, line.currency)) < 0,
    }),
  )
}

function compareUtf8(left: string, right: string): number {
  return left === right ? 0 : Buffer.compare(Buffer.from(left), Buffer.from(right))
}

/** Closing and verifying may take longer than a quiet connection is otherwise kept. Injected requests have no socket. */
function waitAsLongAsItTakes(socket: { setTimeout?(milliseconds: number): unknown }): void {
  socket.setTimeout?.(0)
}
