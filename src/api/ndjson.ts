/** Answers of any length as JSON lines, in constant memory. */
import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'

export const ndjsonMediaType = 'application/x-ndjson'

const chunkCharactersMax = 65_536

/** As `sendLines`, with each line sent as soon as it is there: for few lines that a reader waits for. */
export async function sendLinesAtOnce(
  reply: FastifyReply,
  items: AsyncIterable<unknown>,
): Promise<FastifyReply> {
  const iterator = items[Symbol.asyncIterator]()
  const first = await iterator.next()
  return reply.type(ndjsonMediaType).send(streamOf(first, iterator, 1))
}

/**
 * Sends one line per item. It waits for the first item before it sends the status, so that a failure at the start is
 * still answered as a problem. A later failure cuts the connection, which no client takes for the end of the answer.
 */
export async function sendLines(reply: FastifyReply, items: AsyncIterable<unknown>): Promise<FastifyReply> {
  const iterator = items[Symbol.asyncIterator]()
  const first = await iterator.next()
  return reply.type(ndjsonMediaType).send(streamOf(first, iterator, chunkCharactersMax))
}

/** A stream that is destroyed before it is read never starts its lines, so it gives their source back itself. */
function streamOf(
  first: IteratorResult<unknown>,
  rest: AsyncIterator<unknown>,
  charactersMin: number,
): Readable {
  return Readable.from(lines(first, rest, charactersMin)).once('close', () => {
    // The answer is over: a source that fails while it is given back has no reader to tell.
    rest.return?.().catch(() => {})
  })
}

async function* lines(
  first: IteratorResult<unknown>,
  rest: AsyncIterator<unknown>,
  charactersMin: number,
): AsyncGenerator<string> {
  try {
    let chunk = ''
    for (let item = first; !item.done; item = await rest.next()) {
      chunk += `${JSON.stringify(item.value)}\n`
      if (chunk.length >= charactersMin) {
        yield chunk
        chunk = ''
      }
    }
    if (chunk !== '') yield chunk
  } finally {
    await rest.return?.()
  }
}
