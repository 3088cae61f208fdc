import { Readable, Writable } from 'node:stream'
import { createApi } from '../../src/api/server.ts'
import { run } from '../../src/main.ts'
import { limits } from '../api/support.ts'
import { type FakeHeadwater, fakeHeadwater } from '../support/fakeHeadwater.ts'

interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs the command line in this process. */
export async function runHere(argv: readonly string[], input = ''): Promise<Outcome> {
  const out: string[] = []
  const err: string[] = []
  const code = await run(argv, {
    stdin: Readable.from([Buffer.from(input)]),
    stdout: collector(out),
    stderr: collector(err),
  })
  return { code, stdout: out.join(''), stderr: err.join('') }
}

function collector(texts: string[]): Writable {
  return new Writable({
    decodeStrings: false,
    write(text: string, _encoding, done) {
      texts.push(String(text))
      done()
    },
  })
}

export interface FakeServer extends AsyncDisposable {
  readonly url: string
  readonly fake: FakeHeadwater
}

/** A fake service behind a real server on a free port. */
export async function fakeServer(epochs?: number): Promise<FakeServer> {
  const fake = fakeHeadwater(epochs)
  const app = await createApi(fake, { ...limits, keys: [] })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return { url, fake, [Symbol.asyncDispose]: () => app.close() }
}

export function objects(stdout: string): unknown[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}
