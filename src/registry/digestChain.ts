/**
 * The hash chain over documents whose digests are known. It is computed once it is asked for: the thread that writes the
 * registry store computes most of it.
 */
import { hash } from 'node:crypto'

const digestBytes = 32
/** Documents that wait; then they are chained. */
const waitingMax = 1 << 16

/** The value of a chain, and the digests of the documents that follow, 32 bytes each. */
export interface ChainPart {
  readonly digest: string
  readonly documents: Uint8Array
}

export class DigestChain {
  /** The value before the documents that wait, as 32 characters. */
  #digest = ''
  #documents = Buffer.alloc(64 * digestBytes)
  #waiting = 0
  /** Documents before those. */
  #from = 0

  /** @param digest the last one, in hexadecimal */
  constructor(digest: string) {
    this.begin(digest)
  }

  /** Forgets everything, and goes on from another value. */
  begin(digest: string): void {
    this.#digest = Buffer.from(digest, 'hex').toString('latin1')
    this.#from += this.#waiting
    this.#waiting = 0
  }

  /** @param documentDigest SHA-256 of the next document, as 32 characters */
  add(documentDigest: string): void {
    this.#reserve()
    this.#documents.write(documentDigest, this.#waiting * digestBytes, 'latin1')
    this.#waiting++
  }

  /** @param at where the digest of the next document begins */
  addBytes(digests: Uint8Array, at: number): void {
    this.#reserve()
    const [own, to] = [this.#documents, this.#waiting * digestBytes]
    for (let byte = 0; byte < digestBytes; byte++) own[to + byte] = digests[at + byte]!
    this.#waiting++
  }

  get hex(): string {
    this.#compute()
    return Buffer.from(this.#digest, 'latin1').toString('hex')
  }

  /** Documents so far. */
  get end(): number {
    return this.#from + this.#waiting
  }

  /** The value that was computed last, and the documents after it. */
  waiting(): ChainPart {
    return {
      digest: Buffer.from(this.#digest, 'latin1').toString('hex'),
      documents: Uint8Array.from(this.#documents.subarray(0, this.#waiting * digestBytes)),
    }
  }

  /** Call it where the value after the first `end` documents is known. */
  known(end: number, digest: string): void {
    const count = end - this.#from
    if (count <= 0 || count > this.#waiting) return
    this.#documents.copyWithin(0, count * digestBytes, this.#waiting * digestBytes)
    this.#digest = Buffer.from(digest, 'hex').toString('latin1')
    this.#from = end
    this.#waiting -= count
  }

  #reserve(): void {
    if (this.#waiting === waitingMax) this.#compute()
    if ((this.#waiting + 1) * digestBytes <= this.#documents.length) return
    const wider = Buffer.alloc(this.#documents.length * 2)
    wider.set(this.#documents)
    this.#documents = wider
  }

  #compute(): void {
    this.#digest = chained(this.#digest, this.#documents, this.#waiting)
    this.#from += this.#waiting
    this.#waiting = 0
  }
}

/** The value of the chain after the documents, in hexadecimal. */
export function chainEnd({ digest, documents }: ChainPart): string {
  const chain = new DigestChain(digest)
  for (let at = 0; at < documents.length; at += digestBytes) chain.addBytes(documents, at)
  return chain.hex
}

const link = Buffer.alloc(2 * digestBytes)

/** Digests as texts of 32 characters: Node makes those in half the time of a Buffer. */
function chained(before: string, documents: Uint8Array, count: number): string {
  let digest = before
  for (let at = 0; at < count * digestBytes; at += digestBytes) {
    link.write(digest, 0, 'latin1')
    for (let byte = 0; byte < digestBytes; byte++) link[digestBytes + byte] = documents[at + byte]!
    digest = hash('sha256', link, 'binary')
  }
  return digest
}
