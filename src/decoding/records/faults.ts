/** Faults of a record that are found without reading its content. */
import type { Fault } from '../../errors.ts'

export function tooLargeFault(bytes: number, bytesMax: number): Fault {
  return {
    code: 'event.tooLarge',
    message: `The event has ${bytes} bytes; at most ${bytesMax} are allowed. Only its beginning is kept.`,
  }
}

export function notJsonFault(message: string): Fault {
  return { code: 'line.notJson', message }
}
