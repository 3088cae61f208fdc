/** What can be wrong with a record before anybody looks at what it says. */
import type { Fault } from '../../errors.ts'

export function tooLargeFault(bytes: number, bytesMax: number): Fault {
  return {
    code: 'event.tooLarge',
    message: `The event has ${bytes} bytes; at most ${bytesMax} are taken. Only its beginning is kept.`,
  }
}

export function notJsonFault(message: string): Fault {
  return { code: 'line.notJson', message }
}
