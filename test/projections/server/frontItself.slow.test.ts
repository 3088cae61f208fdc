/** The front is as strict as a server where the adapter depends on it. Otherwise tests on it would prove nothing. */
import { gzipSync } from 'node:zlib'
import { createClient } from '@clickhouse/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FrontProcess, startFrontProcess } from '../../../tools/clickhouse-front/start.ts'

describe('the front over chDB', () => {
  let front: FrontProcess
  beforeAll(async () => {
    front = await startFrontProcess()
  })
  afterAll(() => front.stop())

  const post = async (parameters: Record<string, string>, body: string | Buffer = '', headers = {}) => {
    const response = await fetch(`${front.url}/?${new URLSearchParams(parameters)}`, {
      method: 'POST',
      body,
      headers,
    })
    const code = response.headers.get('x-clickhouse-exception-code')
    return { status: response.status, code, text: (await response.text()).trim() }
  }

  it('accepts a query in the body or the address, with settings and parameters', async () => {
    expect(await (await fetch(`${front.url}/ping`)).text()).toBe('Ok.\n')
    expect((await post({}, 'SELECT 1 FORMAT TSV')).text).toBe('1')
    const asked = {
      query: "SELECT {x:String}, getSetting('max_threads') FORMAT TSV",
      param_x: 'a\\tb',
      max_threads: '3',
    }
    expect((await post(asked)).text).toBe('a\\tb\t3')
    expect((await post({ query: "SELECT getSetting('max_threads') = 3 FORMAT TSV" })).text).toBe('0')
  })

  it('answers errors with their code', async () => {
    expect(await post({}, 'SELECT 1 FROM nowhere')).toMatchObject({ status: 404, code: '60' })
    expect((await post({}, 'SELEC 1')).code).toBe('62')
    expect((await post({ nonsense_setting: '1' }, 'SELECT 1')).code).toBe('115')
    expect((await post({ database: 'nowhere' }, 'SELECT 1')).code).toBe('81')
  })

  it('accepts one statement in a request, whatever is in quotes and comments', async () => {
    expect((await post({}, 'SELECT 1; SELECT 2')).code).toBe('62')
    expect((await post({}, "SELECT ';', '\\';' /* ; */ FORMAT TSV -- ;")).code).toBeNull()
  })

  it('keeps temporary tables to their session, and a session to one request at a time', async () => {
    await post({ session_id: 'one' }, 'CREATE TEMPORARY TABLE mine (n UInt8) ENGINE = Memory')
    expect((await post({ session_id: 'one' }, 'SELECT count() FROM mine FORMAT TSV')).text).toBe('0')
    expect((await post({ session_id: 'two' }, 'SELECT count() FROM mine')).code).toBe('60')
    expect((await post({}, 'SELECT count() FROM mine')).code).toBe('60')
    const slow = () => post({ session_id: 'one' }, 'SELECT sleep(1) FORMAT TSV')
    // Of two at once either may be first. On a busy machine the first may have ended when the other comes.
    await expect
      .poll(async () => (await Promise.all([slow(), slow()])).map(({ code, text }) => code ?? text).sort())
      .toEqual(['0', '373'])
    expect(
      (await post({ session_id: 'brief', session_timeout: '1' }, 'CREATE TEMPORARY TABLE t (n UInt8)')).code,
    ).toBeNull()
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect((await post({ session_id: 'brief' }, 'SELECT 1 FROM t')).code).toBe('60')
  })

  it('accepts and sends gzip, as the client does', async () => {
    const zipped = await post({}, gzipSync('SELECT 5 FORMAT TSV'), { 'content-encoding': 'gzip' })
    expect(zipped.text).toBe('5')
    const client = createClient({ url: front.url, compression: { request: true, response: true } })
    const rows = await client.query({
      query: 'SELECT toString(number) AS n FROM numbers(3)',
      format: 'JSONEachRow',
    })
    expect(await rows.json()).toEqual([{ n: '0' }, { n: '1' }, { n: '2' }])
    await client.close()
  })
})
