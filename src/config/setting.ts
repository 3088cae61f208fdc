/** What a setting is, and the schemas that several settings share. */
import { z } from 'zod'

interface Described {
  /** The environment variable. */
  readonly name: string
  /** Parses the text of the variable or the option. */
  readonly schema: z.ZodType<unknown, string>
  /** As text, as a user would write it; left out if the setting may be absent. */
  readonly default?: string
  /** For .env.example, word for word. */
  readonly description: string
}

/** A command-line option may override a setting, but not a secret: other users of the machine see the options. */
export type Setting = Described &
  ({ readonly option?: string; readonly secret?: never } | { readonly secret: true; readonly option?: never })

/** The settings of one area, by their keys in the configuration. */
export type Settings = Readonly<Record<string, Setting>>

/** The values of an area's settings: undefined is possible for a setting without a default. */
export type ValuesOf<Area extends Settings> = {
  readonly [Key in keyof Area]: Area[Key] extends { readonly default: string }
    ? z.output<Area[Key]['schema']>
    : z.output<Area[Key]['schema']> | undefined
}

/** Collects the faults of all settings, so that one message names them all. */
export type Faults = string[]

export const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^[0-9]{1,15}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(min).max(max))

export const mebibyte = 1 << 20

/** Items separated by commas. @param form what each item is, for the message of a fault */
export const listOf = (item: RegExp, form: string) =>
  z
    .string()
    .transform((text) => text.split(',').map((name) => name.trim()))
    .refine(
      (names) => names.every((name) => item.test(name)),
      `must be ${form}; separate several with commas`,
    )
