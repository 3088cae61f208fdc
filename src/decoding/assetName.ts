/**
 * Names of models as parts of asset ids. The path of an id has `A-Z a-z 0-9 . _ - + / @`, and everyday names have more:
 * `anthropic.claude-v2:0`, `codegemma:2b`, `ft:gpt-4o-mini:acme`, `My deployment`. Each character that a path can't have
 * becomes `@HEX@`, its code point in hexadecimal: `codegemma@3A@2b`, `My@20@deployment`. All other characters stay. So
 * a name that a path can have stays as it is, except one that has such an escape written out: its `@` becomes `@40@`.
 * No two names become the same text, and `nameOfAsset` gives the name back.
 */

/** A character that a path can't have, or an `@` that would be read as the beginning of an escape. */
const escaped = /[^A-Za-z0-9._\-+/@]|@(?=[0-9A-F]+[^A-Za-z0-9._\-+/])/gu
const escapes = /@([0-9A-F]+)@/g

export function assetName(name: string): string {
  return name.replace(escaped, (character) => `@${character.codePointAt(0)!.toString(16).toUpperCase()}@`)
}

/** The name from which `assetName` made this text. */
export function nameOfAsset(text: string): string {
  return text.replace(escapes, (whole, hex: string) => {
    const code = Number.parseInt(hex, 16)
    return code > 0x10_ffff ? whole : String.fromCodePoint(code)
  })
}
