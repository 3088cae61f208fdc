import { getHeapStatistics, setFlagsFromString } from 'node:v8'

/**
 * Lets the heap grow to three times what is left after a collection before the next one. V8 counts buffers of input as
 * growth; a reader of files releases a mebibyte every few milliseconds beside a small heap, and V8's own choice then
 * collects up to ten times a second, a seventh of all processor time.
 * @returns call it now and then: a heap that is no longer small, as with registry events, grows to double only
 */
export function giveHeapRoom(): () => void {
  setFlagsFromString('--heap-growing-percent=200')
  let isSmall = true
  return () => {
    if (!isSmall || getHeapStatistics().used_heap_size < smallHeapMax) return
    isSmall = false
    setFlagsFromString('--heap-growing-percent=100')
  }
}

const smallHeapMax = 64 << 20

/**
 * Keeps the space of new objects as small as it is now. V8 grows it to 32 MiB and more where some megabytes of an answer
 * live for a moment. Only for commands that read one thing.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}
