/**
 * Writes down each payment that a resource server of x402 takes (`@x402/core`), as Headwater's format `x402` reads it.
 *
 *     const server = headwaterHook(new x402ResourceServer(facilitator), toFile('payments.ndjson'))
 *
 * Then `headwater ingest --format x402 --mapping mapping.json payments.ndjson`, or send each with `toHeadwater`.
 */
import { appendFile } from 'node:fs/promises'

/** @param emit takes a record; the answer to the client waits for it, so that no payment is lost with the process */
export function headwaterHook(server, emit) {
  // The URL that was served: what the payload says of its resource is the payer's own word.
  const record = ({ paymentPayload, requirements, result, transportContext }) =>
    emit({
      time: now(),
      url: transportContext?.request?.adapter?.getUrl?.(),
      paymentPayload,
      requirements,
      result,
    })
  // A settlement that failed may have been paid all the same: where the chain proves payments, it decides.
  return server.onAfterSettle(record).onSettleFailure(record)
}

const now = () => new Date().toISOString()

/** A line of JSON for each record. */
export const toFile = (file) => (record) => appendFile(file, `${JSON.stringify(record)}\n`)

/** @param url of a server of Headwater, @param mapping of the format, @param key with the scope `calls` */
export const toHeadwater = (url, mapping, key) => async (record) => {
  const query = new URLSearchParams({ format: 'x402', mapping: JSON.stringify(mapping) })
  const answer = await fetch(`${url}/v1/events?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) },
    body: JSON.stringify(record),
  })
  if (!answer.ok) throw new Error(`Headwater answered ${answer.status}: ${await answer.text()}`)
}
