/** The parts of every command. */
import { type Command, Option } from 'commander'
import { fail } from '../../errors.ts'
import { type PageOptions, pageItemsMax } from '../../service/headwater.ts'
import { readTime } from '../../service/times.ts'
import type { Session } from '../session.ts'

export interface CommandDefinition {
  /** Name and operands in commander's notation, e.g. `tree <epoch>`. */
  readonly usage: string
  readonly about: string
  readonly examples: readonly string[]
  readonly options?: (command: Command) => void
  /** Whether it prints a list, and so takes `--csv` and `--parquet`. */
  readonly lists?: true
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

/** The options that were given. */
export function givenOptions<Options extends object>(
  options: Options,
): { [Name in keyof Options]?: Exclude<Options[Name], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never
}

/** What a list says where it is empty: options may leave out everything that is there. */
export function noneOf(none: string, options: object): string {
  return Object.keys(givenOptions(options)).length === 0 ? none : 'Nothing matches the options.'
}

/**
 * A time of the command line as RFC 3339 in UTC. Where that is not what was written, people read it on standard error.
 * @throws HeadwaterError `time.malformed`, `time.outOfRange`
 */
export function timeOption(session: Session, name: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const time = readTime(text, name)
  if (time !== text && !session.out.json) session.streams.stderr.write(`${name} ${text} is ${time}\n`)
  return time
}

interface Page<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
}

/** The items of all pages, each read when it is needed. */
export async function* pagesOf<Item>(read: (page: PageOptions) => Promise<Page<Item>>): AsyncGenerator<Item> {
  let cursor: string | null | undefined
  do {
    const page: Page<Item> = await read({ limit: pageItemsMax, ...(cursor != null && { cursor }) })
    yield* page.items
    cursor = page.next
  } while (cursor !== null)
}

/** An option whose values are shown in help and completed by shells. The command itself judges the value. */
export function choiceOption(flags: string, about: string, choices: readonly string[]): Option {
  const option = new Option(flags, about)
  option.argChoices = [...choices]
  return option
}

/** Options of lists about contracts. */
export function ofPayeeOrCurrency(command: Command): void {
  command
    .option('--payee <payee>', 'only what concerns this payee')
    .option('--currency <currency>', 'only in this currency')
}
