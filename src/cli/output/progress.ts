/**
 * Progress on standard error, for work of more than a second: a bar on a terminal, otherwise a line every few seconds.
 * Work that keeps the thread busy shows it too, since every update reads the clock.
 */
import type { Writable } from 'node:stream'
import type { WriteStream } from 'node:tty'
import { Presets, SingleBar } from 'cli-progress'

const quietMilliseconds = 1_000
const lineEveryMilliseconds = 5_000

export interface Progress {
  /** @param done of `total`, in the same unit; @param note what is done now, or how many so far */
  update(step: { readonly done?: number; readonly total?: number; readonly note: string }): void
  stop(): void
}

export function createProgress(
  stream: Writable,
  label: string,
  now: () => number = () => performance.now(),
): Progress {
  return (stream as Partial<WriteStream>).isTTY
    ? barProgress(stream, label, now)
    : lineProgress(stream, label, now)
}

/** What is done now, and how long all of it still takes, where that is known. */
export function describeStage(stage: string, millisecondsLeft: number | undefined): string {
  if (millisecondsLeft === undefined) return stage
  const seconds = Math.ceil(millisecondsLeft / 1_000)
  const minutes = Math.round(seconds / 60)
  return `${stage}, about ${seconds < 100 ? `${seconds} s` : `${minutes} min`} left`
}

function barProgress(stream: Writable, label: string, now: () => number): Progress {
  const begun = now()
  let bar: SingleBar | undefined
  return {
    update({ done = 0, total, note }) {
      if (now() - begun < quietMilliseconds) return
      const measured = total !== undefined && total > 0
      if (bar === undefined) {
        const format = `${label} ${measured ? '[{bar}] {percentage}% ' : ''}{note}`
        bar = new SingleBar(
          { format, stream: stream as never, clearOnComplete: true, hideCursor: true, fps: 8 },
          Presets.legacy,
        )
        bar.start(total ?? 0, done, { note })
      } else {
        if (measured) bar.setTotal(total)
        bar.update(done, { note })
      }
    },
    stop: () => bar?.stop(),
  }
}

function lineProgress(stream: Writable, label: string, now: () => number): Progress {
  let due = now() + quietMilliseconds
  return {
    update({ done, total, note }) {
      if (now() < due) return
      due = now() + lineEveryMilliseconds
      const part = done !== undefined && total ? `${Math.floor((100 * done) / total)}% ` : ''
      stream.write(`${label} ${part}${note}\n`)
    },
    stop() {},
  }
}
