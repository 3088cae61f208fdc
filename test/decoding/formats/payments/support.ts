/** Payments as x402 and MPP have them, and what they become. */
import { createFormat } from '../../../../src/decoding/formats/index.ts'
import { parseWrittenJson } from '../../../../src/decoding/records/json.ts'
import { parseEvent } from '../../../../src/events/index.ts'
import type { InputFormat } from '../../../../src/service/headwater.ts'

export const usdc = '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913'
export const payer = '0x857b06519E91e3A54538791bDbb0E22373e36b66'
export const payTo = '0x209693Bc6afc0C5328bA36FaF03C514EF312287C'
export const nonce = `0xF3746613C2D920B5FDABC0856F2AEB2D4F88EE6037B8CC5D04A71A4462F13480`
export const key = `eip155:8453/${usdc}/${payer}/${nonce}`.toLowerCase()
export const tokens = { paymentTokens: { [`eip155:8453/${usdc}`]: { currency: 'USDC', decimals: 6 } } }
export const time = '2026-01-01T12:00:00Z'

export const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')
export const base64Url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** The events of records of one input, `skipped: …`, or the code of a fault with its path. Events are valid. */
export function readAll(
  format: InputFormat,
  records: readonly object[],
  mapping: object = tokens,
): unknown[] {
  const { read } = createFormat(format, mapping)
  return records.flatMap((record) => {
    const bytes = Buffer.from(JSON.stringify(record))
    return [...read!(parseWrittenJson(bytes, 0, bytes.length), 1)].map((event) => {
      if ('skipped' in event) return `skipped: ${event.skipped}`
      if ('fault' in event) return `${event.fault.code} ${event.fault.path ?? ''}`.trim()
      parseEvent(event.event)
      return JSON.parse(JSON.stringify(event.event))
    })
  })
}

export const readOne = (format: InputFormat, record: object, mapping?: object) =>
  readAll(format, [record], mapping)[0]
