/** Breaks a text into lines of a width. A name may have no blank in it, so a line may end at any character. */
import { type FontName, fontNamed, type Run, runsOf } from './fonts.ts'

export interface Line {
  readonly runs: readonly Run[]
  readonly width: number
}

interface Character {
  readonly font: FontName
  readonly text: string
  readonly width: number
}

/** A line may end after one of these. */
const breaks = /[\s/\-_:.,;@)]/

export function linesOf(
  text: string,
  { font, size, width }: { readonly font: 'plain' | 'bold'; readonly size: number; readonly width: number },
): Line[] {
  const lines: Line[] = []
  let rest = charactersOf(text, font, size)
  while (rest.length > 0) {
    const end = endOfLine(rest, width)
    lines.push(lineOf(trimmed(rest.slice(0, end))))
    rest = rest.slice(end)
    if (rest[0]?.text === ' ') rest = rest.slice(1)
  }
  return lines.length === 0 ? [{ runs: [], width: 0 }] : lines
}

function charactersOf(text: string, font: 'plain' | 'bold', size: number): Character[] {
  return runsOf(text, font).flatMap((run) => {
    const loaded = fontNamed(run.font)
    return Array.from(run.text, (one) => ({
      font: run.font,
      text: one,
      width: loaded.advance(one.codePointAt(0)!) * size,
    }))
  })
}

/** The number of characters of the first line; at least one. */
function endOfLine(characters: readonly Character[], width: number): number {
  let used = 0
  let allowed = 0
  for (let index = 0; index < characters.length; index++) {
    const one = characters[index]!
    used += one.width
    if (used > width && index > 0 && one.text !== ' ') return allowed > 0 ? allowed : index
    if (breaks.test(one.text)) allowed = index + 1
  }
  return characters.length
}

function trimmed(characters: readonly Character[]): readonly Character[] {
  return characters.at(-1)?.text === ' ' ? characters.slice(0, -1) : characters
}

function lineOf(characters: readonly Character[]): Line {
  const runs: { font: FontName; text: string }[] = []
  let width = 0
  for (const one of characters) {
    width += one.width
    const last = runs.at(-1)
    if (last?.font === one.font) last.text += one.text
    else runs.push({ font: one.font, text: one.text })
  }
  return { runs, width }
}
