/** The parts of every command. */
import type { Command } from 'commander'
import { fail } from '../../errors.ts'
import type { Session } from '../session.ts'

export interface CommandDefinition {
  /** Name and operands in commander's notation, e.g. `tree <epoch>`. */
  readonly usage: string
  readonly about: string
  readonly examples: readonly string[]
  readonly options?: (command: Command) => void
  /** Returns the exit code where it is not 0. */
  // biome-ignore lint/suspicious/noExplicitAny: each command knows the operands and options that it has declared
  readonly run: (session: Session, operands: any, options: any) => Promise<number | undefined>
}

/** @throws HeadwaterError `usage.invalid` */
export function parseEpochNumber(text: string): number {
  return parseWholeNumber(text, 'An epoch')
}

export function parseWholeNumber(text: string, what: string): number {
  const number = /^[0-9]{1,9}$/.test(text) ? Number(text) : 0
  if (number < 1)
    fail('usage.invalid', `${what} must be a whole number from 1, not ${JSON.stringify(text.slice(0, 64))}.`)
  return number
}
