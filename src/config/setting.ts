/** What a setting is, and the forms that several settings share. */
import { z } from 'zod'

export interface Setting {
  /** The environment variable. */
  readonly name: string
  readonly form: z.ZodType<unknown, string>
  /** As it would be written; left out where the setting may be absent. */
  readonly default?: string
  readonly about: string
  /** The command-line option that overrides it. A secret has none: other users of the machine see the options. */
  readonly option?: string
}

/** The settings of one area, by their keys in the configuration. */
export type Settings = Readonly<Record<string, Setting>>

/** What an area's settings read as: undefined is possible where a setting has no default. */
export type ValuesOf<Area extends Settings> = {
  readonly [Key in keyof Area]: Area[Key] extends { readonly default: string }
    ? z.output<Area[Key]['form']>
    : z.output<Area[Key]['form']> | undefined
}

/** Gathers the faults of all settings, so that one message names them all. */
export type Faults = string[]

export const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^[0-9]{1,15}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(least).max(most))

export const mebibyte = 1 << 20

/** Names with commas between them. */
export const listOf = (item: RegExp, form: string) =>
  z
    .string()
    .transform((text) => text.split(',').map((name) => name.trim()))
    .refine((names) => names.every((name) => item.test(name)), `must be ${form}, with commas between several`)
