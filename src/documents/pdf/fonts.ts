/**
 * The fonts of PDF files. DejaVu Sans Condensed has the letters of Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew and
 * Arabic; UnifontEX has a glyph for nearly every other character of the Basic Multilingual Plane, such as those of Chinese,
 * Japanese, Korean and the scripts of India. A character that neither has is printed as its code point, U+1F9FF, so that
 * two names that differ never print alike.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { create, type Font } from 'fontkit'
import { sfntOf } from './woff.ts'

export type FontName = 'plain' | 'bold' | 'other'

const files: Readonly<Record<FontName, string>> = {
  plain: 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf',
  bold: 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf',
  other: '@fontsource/unifontex/files/unifontex-latin-400-normal.woff',
}

/** One of a process: reading a font takes far longer than a document does. */
class LoadedFont {
  readonly font: Font
  readonly #advances = new Map<number, number>()

  constructor(name: FontName) {
    const bytes = readFileSync(createRequire(import.meta.url).resolve(files[name]))
    this.font = create(name === 'other' ? sfntOf(bytes) : bytes) as Font
  }

  has(codePoint: number): boolean {
    return this.font.hasGlyphForCodePoint(codePoint)
  }

  /** In parts of the font's size. */
  advance(codePoint: number): number {
    let advance = this.#advances.get(codePoint)
    if (advance === undefined) {
      advance = this.font.glyphForCodePoint(codePoint).advanceWidth / this.font.unitsPerEm
      this.#advances.set(codePoint, advance)
    }
    return advance
  }
}

const loaded = new Map<FontName, LoadedFont>()

export function fontNamed(name: FontName): LoadedFont {
  let font = loaded.get(name)
  if (font === undefined) {
    font = new LoadedFont(name)
    loaded.set(name, font)
  }
  return font
}

export interface Run {
  readonly font: FontName
  readonly text: string
}

/** The pieces of a text that one font can print. */
export function runsOf(text: string, wanted: 'plain' | 'bold'): Run[] {
  const runs: { font: FontName; text: string }[] = []
  const add = (font: FontName, piece: string) => {
    const last = runs.at(-1)
    if (last?.font === font) last.text += piece
    else runs.push({ font, text: piece })
  }
  for (const character of text) {
    const code = character.codePointAt(0)!
    if (fontNamed(wanted).has(code)) add(wanted, character)
    else if (fontNamed('other').has(code)) add('other', character)
    else add(wanted, `U+${code.toString(16).toUpperCase().padStart(4, '0')}`)
  }
  return runs
}
