/** Command-line options that override settings, by the names that the parser gives their values. */
import { type areas, type SettingName, settings } from './table.ts'

type Areas = typeof areas
type AnySetting = { [Area in keyof Areas]: Areas[Area][keyof Areas[Area]] }[keyof Areas]
/** `dead-letter` is `deadLetter`. */
type CamelCase<Text> = Text extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Text
type KeyOf<One> = One extends { readonly option: `--${infer Flag}` } ? CamelCase<Flag> : never

export type OptionValues = { readonly [Key in KeyOf<AnySetting>]?: string }

const settingOfOption = Object.values(settings).flatMap(({ name, option }) =>
  option === undefined
    ? []
    : [[option.slice(2).replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()), name] as const],
) as readonly (readonly [keyof OptionValues, SettingName])[]

/** The settings that the options give, as `loadConfig` takes them. */
export function settingsOf(options: OptionValues): Partial<Record<SettingName, string>> {
  const given: Partial<Record<SettingName, string>> = {}
  // `--data` chooses a folder, so a server that the environment names does not count.
  if (options.data !== undefined) given.HEADWATER_URL = ''
  for (const [key, name] of settingOfOption) {
    const value = options[key]
    if (value !== undefined) given[name] = value
  }
  return given
}
