/** Registry events that a reader has read from their bytes, with the texts and hashes that it made of them. */
import { assetPattern } from '../../events/ids.ts'
import type { RegistryWireEvent } from '../../events/index.ts'
import type { DocumentDigest } from '../../registry/index.ts'
import { factTypes } from '../reading/facts/eventBytes.ts'
import { beyondAscii, digestBytes, type FactColumns, factSpan } from '../reading/facts/factColumns.ts'
import { factSpanCount } from '../reading/recordPlaces.ts'

/** What was made of an event, for the fact that it becomes where the registry adds nothing to it. */
export interface ReadFact {
  readonly event: RegistryWireEvent
  /** The fact's JSON as the log keeps it. */
  readonly text: string
  /** Of the fact's document, valid while the block is. */
  readonly document: DocumentDigest
}

/** Texts that one event after the other has. */
class Repeated {
  #bytes: Uint8Array = new Uint8Array(0)
  #text = ''

  /** `texts[start .. end)`. */
  textAt(texts: Buffer, start: number, end: number): string {
    const known = this.#bytes
    let at = known.length === end - start ? 0 : -1
    while (at >= 0 && at < known.length) at = known[at] === texts[start + at] ? at + 1 : -1
    if (at >= 0) return this.#text
    this.#bytes = Uint8Array.from(texts.subarray(start, end))
    this.#text = texts.toString('utf8', start, end)
    return this.#text
  }
}

export class ReadFacts {
  readonly #source = new Repeated()
  readonly #chain = new Repeated()

  /** Undefined for a record that was not read so, and where the event's asset is none: then the schema says why. */
  at(columns: FactColumns, record: number): ReadFact | undefined {
    const { kinds, spans, texts, times, digests } = columns
    const [at, marked] = [record * factSpanCount, kinds[record]!]
    if (marked === 0) return undefined
    const encoding = (marked & beyondAscii) === 0 ? 'latin1' : 'utf8'
    const textOf = (span: number) => texts.toString(encoding, spans[at + span], spans[at + span + 1])
    const text = textOf(factSpan.fact)
    const type = factTypes[(marked & ~beyondAscii) - 1]!
    const data =
      type === 'io.headwater.contribution.recorded'
        ? contributionsIn(text)
        : {
            payee: textOf(factSpan.payee),
            ...(spans[at + factSpan.name] !== 0 && { name: textOf(factSpan.name) }),
            ...(spans[at + factSpan.chain] !== 0 && {
              account: {
                chain: this.#chain.textAt(
                  texts,
                  spans[at + factSpan.chain]!,
                  spans[at + factSpan.chain + 1]!,
                ),
                address: textOf(factSpan.address),
              },
            }),
          }
    if (data === undefined) return undefined
    const event = {
      type,
      source: this.#source.textAt(texts, spans[at + factSpan.source]!, spans[at + factSpan.source + 1]!),
      id: textOf(factSpan.id),
      time: times[record * 2]! + times[record * 2 + 1]! * 0x1_0000_0000,
      data,
    } as RegistryWireEvent
    return { event, text, document: { digests, at: record * digestBytes } }
  }
}

function contributionsIn(text: string): unknown {
  const { asset, contributions } = JSON.parse(text)
  return assetPattern.test(asset) ? { asset, contributions } : undefined
}
