import { setFlagsFromString } from 'node:v8'

/**
 * Lets the heap grow to three times what is left after a collection before the next one. V8 counts buffers of input as
 * growth; a reader of files releases a mebibyte every few milliseconds beside a small heap, and V8's own choice then
 * collects up to ten times a second, a seventh of all processor time. Only for commands whose heap stays small.
 */
export function giveHeapRoom(): void {
  setFlagsFromString('--heap-growing-percent=200')
}
