/** The values of an answer in JSON lines, one on each line. */
import { fail } from '../errors/error.ts'

/** @throws HeadwaterError `server.unexpected` for a line that is not JSON, or has no end */
export async function* linesOf(answer: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of answer) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop()!
    for (const line of lines) yield parseLine(line)
  }
  if (rest !== '') fail('server.unexpected', 'The answer ends in the middle of a line.')
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return fail('server.unexpected', 'A line of the answer is not JSON.')
  }
}
