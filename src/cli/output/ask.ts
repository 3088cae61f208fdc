/** Questions to the user of a terminal. */
import type { Readable, Writable } from 'node:stream'
import type { Streams } from '../session.ts'

/** Whether a person reads the output and can answer. */
export function isTerminal({ stdin, stdout }: Pick<Streams, 'stdin' | 'stdout'>): boolean {
  return isTty(stdin) && isTty(stdout)
}

function isTty(stream: Readable | Writable): boolean {
  return 'isTTY' in stream && stream.isTTY === true
}

/**
 * @param apart whether standard output is kept for the result, and the question goes to standard error
 * @returns false also where the input ends without an answer
 */
export async function askYesNo(
  { stdin, stdout, stderr }: Streams,
  question: string,
  apart: boolean,
): Promise<boolean> {
  const { createInterface } = await import('node:readline')
  const lines = createInterface({ input: stdin, output: apart ? stderr : stdout })
  try {
    const answer = await new Promise<string>((resolve) => {
      lines.on('close', () => resolve(''))
      lines.on('SIGINT', () => lines.close())
      lines.question(`${question} [y/N] `, resolve)
    })
    return /^y(?:es)?$/i.test(answer.trim())
  } finally {
    lines.close()
  }
}
