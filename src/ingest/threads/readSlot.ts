/** Reads the records of a block: what a thread does. It asks no registry and no index, so its order does not matter. */
import { CallMessages } from '../calls/callMessages.ts'
import { CallRow } from '../calls/callRow.ts'
import { FastCallReader } from '../calls/fastCall.ts'
import { type Slot, slotRecordsMax } from './slot.ts'

export class SlotReader {
  readonly #fast = new FastCallReader()
  readonly #row = new CallRow()
  readonly #messages = new CallMessages(slotRecordsMax)

  /** Reads the first `count` records of the slot. */
  read({ bytes, starts, ends, records }: Slot, count: number): void {
    const row = this.#row
    const messages = this.#messages
    for (let record = 0; record < count; record++) {
      if (this.#fast.read(bytes, starts[record]!, ends[record]!, row)) {
        records.put(record, row)
        messages.add(record, row)
      } else records.putOther(record)
    }
    messages.hashInto(records.identity, records.content)
  }
}
