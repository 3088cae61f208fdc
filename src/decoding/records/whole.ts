/** A whole input as one record, for formats that are not text. */
import { LineSplitter } from './lines.ts'

export class WholeSplitter extends LineSplitter {
  protected override findEnd(): number {
    return -1
  }

  protected override isPadding(): boolean {
    return false
  }
}
