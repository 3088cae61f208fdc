/** JSON lines of an answer, one value a line. */
import { StringDecoder } from 'node:string_decoder'
import { fail } from '../errors.ts'

export async function* linesOf(answer: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  for await (const chunk of answer) {
    const lines = (rest + decoder.write(chunk as Buffer)).split('\n')
    rest = lines.pop()!
    for (const line of lines) yield JSON.parse(line)
  }
  if (rest !== '') fail('server.unexpected', 'The answer broke off in the middle of a line.')
}
