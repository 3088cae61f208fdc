/** Packets of IBC in the events of a receiving chain: of channels, and of clients (version 2). */
import type { CosmosEvent } from './answers.ts'
import { attributeOf } from './mapping.ts'
import { type PacketPayload, readPacket } from './packetBytes.ts'

/** The part of a received packet that one application got. */
export interface Received {
  /**
   * Names the packet for ever: where it arrived, where it came from, its number; and of a packet with several payloads
   * the place of this one. Two chains that send here may call their ends alike, so both ends are in it.
   */
  readonly identity: string
  readonly sourcePort: string
  /** Channel, or client. */
  readonly sourceEnd: string
  readonly port: string
  readonly end: string
  /** What the application got; undefined where the event does not have it. */
  readonly data: Buffer | undefined
}

/** @returns empty where the event is none that a packet was received by, or lacks what names it */
export function receivedBy(event: CosmosEvent): Received[] {
  if (event.type !== 'recv_packet') return []
  const sequence = attributeOf(event, 'packet_sequence')
  if (sequence === undefined || !/^[0-9]{1,20}$/.test(sequence)) return []
  const client = attributeOf(event, 'packet_source_client')
  return client === undefined ? byChannel(event, sequence) : byClients(event, client, sequence)
}

function byChannel(event: CosmosEvent, sequence: string): Received[] {
  const [sourcePort, sourceEnd, port, end] = ['src_port', 'src_channel', 'dst_port', 'dst_channel'].map(
    (name) => attributeOf(event, `packet_${name}`),
  )
  if (!sourcePort || !sourceEnd || !port || !end) return []
  const hex = attributeOf(event, 'packet_data_hex')
  const plain = attributeOf(event, 'packet_data')
  const data = hex ? Buffer.from(hex, 'hex') : plain ? Buffer.from(plain, 'utf8') : undefined
  return [
    {
      identity: [port, end, sourcePort, sourceEnd, sequence].join('/'),
      sourcePort,
      sourceEnd,
      port,
      end,
      data,
    },
  ]
}

function byClients(event: CosmosEvent, sourceEnd: string, sequence: string): Received[] {
  const end = attributeOf(event, 'packet_dest_client')
  const payloads = readPacket(Buffer.from(attributeOf(event, 'encoded_packet_hex') ?? '', 'hex'))
  if (!end || payloads === undefined) return []
  return payloads.map(({ sourcePort, port, value }: PacketPayload, at) => {
    const identity = [port, end, sourcePort, sourceEnd, sequence].join('/')
    return {
      identity: payloads.length === 1 ? identity : `${identity}/${at}`,
      ...{ sourcePort, sourceEnd, port, end, data: value },
    }
  })
}
