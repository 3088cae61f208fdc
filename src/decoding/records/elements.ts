/**
 * Elements of a JSON array, or JSON values one after the other, as records. They are found by matching brackets, so that
 * an array of any length needs constant memory. This file only finds where an element ends; its content is judged later.
 */
import { rawCutBytes } from '../limits.ts'
import { BlockBuilder, CarriedRecord, type RecordBlock, toBuffer } from './block.ts'
import { recordSeparator } from './detect.ts'
import { notJsonFault, tooLargeFault } from './faults.ts'

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c

/** Where the scan is: outside of elements, in a bracketed one, in a bare one (number, word), or in misplaced bytes. */
type Place = 'before' | 'between' | 'bracketed' | 'text' | 'bare' | 'junk' | 'after'

/** Its fields are `private` and not `#`: with `#` this scan of every byte took 15 % longer. */
export class ElementSplitter {
  private readonly builder = new BlockBuilder()
  private readonly carried: CarriedRecord
  private readonly bytesMax: number
  private readonly array: boolean
  private place: Place
  private depth = 0
  private inText = false
  private escaped = false
  /** In an array: a value has ended, and no comma has followed yet. */
  private commaDue = false
  private misplaced = false
  private seen = false
  private ended = false
  private line: number
  /** Elements so far. */
  private elements = 0

  /** @param array whether the records are the elements of one array; otherwise they are values one after the other */
  constructor(array: boolean, bytesMax: number, firstLine: number) {
    this.array = array
    this.bytesMax = bytesMax
    this.line = firstLine
    this.place = array ? 'before' : 'between'
    this.carried = new CarriedRecord(bytesMax)
  }

  *push(input: Uint8Array): Generator<RecordBlock> {
    const chunk = toBuffer(input)
    let at = 0
    let start = 0
    let startLine = this.line
    while (at < chunk.length) {
      if (
        this.place === 'bracketed' ||
        this.place === 'text' ||
        this.place === 'bare' ||
        this.place === 'junk'
      ) {
        const end = this.scanElement(chunk, at)
        if (end < 0) break
        at = end
        if (this.carried.empty) this.addElement(start, at, startLine)
        else {
          this.carried.add(chunk.subarray(0, at), rawCutBytes)
          yield* this.finishCarried()
        }
        this.place = this.ended ? 'after' : 'between'
        continue
      }
      const byte = chunk[at]!
      if (byte === 0x0a) this.line++
      if (this.startElement(byte)) {
        start = at
        startLine = this.line
        at += this.enterElement()
      } else at++
    }
    if (this.builder.count > 0) yield this.takeBlock(chunk)
    if (this.place !== 'before' && this.place !== 'between' && this.place !== 'after') {
      if (this.carried.empty) this.carried.line = startLine
      else start = 0
      this.carried.add(chunk.subarray(start), rawCutBytes)
    }
  }

  /** The element in which the input ends, or a fault because the array does not end. */
  *end(): Generator<RecordBlock> {
    if (!this.carried.empty) yield* this.finishCarried()
    else if (this.array && this.place !== 'after') {
      this.builder.addFault(0, 0, this.line, notJsonFault('The input ends before its JSON array does.'))
      yield this.takeBlock(Buffer.alloc(0))
    }
  }

  private takeBlock(bytes: Buffer): RecordBlock {
    if (!this.array) return this.builder.take(bytes)
    const firstElement = this.elements
    this.elements += this.builder.count
    return { ...this.builder.take(bytes), firstElement }
  }

  /** Prepares the scan of an element after its opening bracket or quote; returns how many bytes that has. */
  private enterElement(): number {
    this.depth = this.place === 'bracketed' ? 1 : 0
    this.inText = this.place === 'text'
    this.escaped = false
    return this.place === 'bracketed' || this.place === 'text' ? 1 : 0
  }

  private openAgain(): void {
    this.place = 'before'
    this.commaDue = false
    this.seen = false
    this.ended = false
  }

  /** Whether an element starts with `byte`. Otherwise `byte` is punctuation or space. */
  private startElement(byte: number): boolean {
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) return false
    if (byte === recordSeparator && !this.array) return false
    // Pages of an answer that were put one after the other.
    if (this.place === 'after' && byte === 0x5b) this.openAgain()
    if (this.place === 'before') {
      this.place = 'between'
      return false
    }
    if (this.array && this.place === 'between') {
      if (byte === 0x5d && (this.commaDue || !this.seen)) {
        this.place = 'after'
        return false
      }
      if (byte === comma && this.commaDue) {
        this.commaDue = false
        return false
      }
    }
    this.misplaced = this.commaDue
    // A bracket after a comma is misplaced, but it ends the array.
    const afterEnd = this.place === 'after'
    this.ended = afterEnd || (this.array && byte === 0x5d)
    if (afterEnd) this.place = 'junk'
    else if (byte === 0x7b || byte === 0x5b) this.place = 'bracketed'
    else if (byte === quote) this.place = 'text'
    // A control character ends a bare value, so it can't begin one: that element would have no byte.
    else if (byte < 0x20 || byte === comma || byte === 0x5d || byte === 0x7d || byte === 0x3a)
      this.place = 'junk'
    else this.place = 'bare'
    this.commaDue = this.array && this.place !== 'junk'
    this.seen = true
    return true
  }

  /** The end of the current element, exclusive; -1 where it continues after the chunk. */
  private scanElement(chunk: Buffer, from: number): number {
    if (this.place === 'bare') return this.scanBare(chunk, from)
    if (this.place === 'junk') return this.scanJunk(chunk, from)
    let { depth, inText, escaped, line } = this
    let end = -1
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at]!
      if (inText) {
        if (escaped) escaped = false
        else if (byte === backslash) escaped = true
        else if (byte === quote) {
          inText = false
          if (this.place === 'text') end = at + 1
        }
      } else if (byte === quote) inText = true
      else if (byte === 0x7b || byte === 0x5b) depth++
      else if ((byte === 0x7d || byte === 0x5d) && --depth === 0) end = at + 1
      if (byte === 0x0a) line++
      if (end >= 0) break
    }
    this.depth = depth
    this.inText = inText
    this.escaped = escaped
    this.line = line
    return end
  }

  private scanBare(chunk: Buffer, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at]!
      if (byte <= 0x20 || byte === comma || byte === 0x5d || byte === 0x7d || byte === 0x7b || byte === 0x5b)
        return at
    }
    return -1
  }

  /** The end of misplaced bytes: where an element can start again. Takes at least one byte. */
  private scanJunk(chunk: Buffer, from: number): number {
    for (let at = this.carried.empty ? from + 1 : from; at < chunk.length; at++) {
      const byte = chunk[at]!
      if (byte === 0x7b || byte === 0x5d || byte === comma || byte === 0x0a) return at
    }
    return -1
  }

  private *finishCarried(): Generator<RecordBlock> {
    const { length, line, tooLarge } = this.carried
    const bytes = this.carried.take()
    if (tooLarge) this.builder.addFault(0, bytes.length, line, tooLargeFault(length, this.bytesMax))
    else this.addElement(0, bytes.length, line)
    yield this.takeBlock(bytes)
  }

  private addElement(start: number, end: number, line: number): void {
    if (end - start > this.bytesMax) {
      this.builder.addFault(start, start + rawCutBytes, line, tooLargeFault(end - start, this.bytesMax))
    } else if (this.place === 'junk') {
      this.builder.addFault(start, end, line, notJsonFault('There is no JSON value here.'))
    } else if (this.misplaced) {
      this.builder.addFault(start, end, line, notJsonFault('A comma is missing before this element.'))
    } else this.builder.add(start, end, line)
  }
}
