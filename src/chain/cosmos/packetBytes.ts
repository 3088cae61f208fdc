/** Reads a packet of IBC version 2 from its protobuf bytes: its payloads, as far as they are needed here. */

export interface PacketPayload {
  readonly sourcePort: string
  readonly port: string
  readonly value: Buffer
}

const payloadField = 5
const payloadsMax = 64

/** Undefined where the bytes are no packet. */
export function readPacket(bytes: Buffer): readonly PacketPayload[] | undefined {
  const payloads: PacketPayload[] = []
  for (const { number, value } of fieldsOf(bytes) ?? []) {
    if (number !== payloadField || !Buffer.isBuffer(value)) continue
    const fields = fieldsOf(value)
    if (fields === undefined || payloads.length === payloadsMax) return undefined
    const of = (wanted: number) => fields.findLast((field) => field.number === wanted)?.value
    const [sourcePort, port, data] = [of(1), of(2), of(5)]
    if (!Buffer.isBuffer(sourcePort) || !Buffer.isBuffer(port)) return undefined
    payloads.push({
      sourcePort: sourcePort.toString('utf8'),
      port: port.toString('utf8'),
      value: Buffer.isBuffer(data) ? data : Buffer.alloc(0),
    })
  }
  return payloads.length === 0 ? undefined : payloads
}

interface Field {
  readonly number: number
  readonly value: bigint | Buffer
}

/** Varints and byte strings; nothing else is in a packet. */
function fieldsOf(bytes: Buffer): Field[] | undefined {
  const fields: Field[] = []
  let at = 0
  function varint(): bigint | undefined {
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++]
      if (byte === undefined) return undefined
      value |= BigInt(byte & 127) << shift
      if (byte < 128) return value
    }
    return undefined
  }
  while (at < bytes.length) {
    const key = varint()
    const value = key === undefined ? undefined : varint()
    if (key === undefined || value === undefined) return undefined
    const [number, wire] = [Number(key >> 3n), Number(key & 7n)]
    if (wire === 0) fields.push({ number, value })
    else if (wire === 2 && value <= BigInt(bytes.length - at)) {
      fields.push({ number, value: bytes.subarray(at, at + Number(value)) })
      at += Number(value)
    } else return undefined
  }
  return fields
}
