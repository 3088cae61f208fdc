/**
 * What a text looks like: its skeleton by UTS #39. Two texts are confusable where their skeletons are equal, `аnn` with
 * a Cyrillic letter and `ann`. A skeleton is for comparing only. This file loads a table of 6,000 characters, so what
 * uses it is loaded when it is needed.
 */
import { isInvisible } from '../unseenText.ts'
import { confusables } from './table.ts'

const prototypes = readTable(confusables)

function readTable(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  let code = 0
  for (const entry of text.trim().split(/\s/)) {
    const [step, ...prototype] = entry.split('.').map((digits) => Number.parseInt(digits, 36))
    code += step!
    found.set(String.fromCodePoint(code), String.fromCodePoint(...prototype))
  }
  return found
}

/** The skeleton of `text`; UTS #39 calls it internalSkeleton. */
export function skeletonOf(text: string): string {
  let skeleton = ''
  for (const character of text.normalize('NFD')) {
    if (!isInvisible(character.codePointAt(0)!)) skeleton += prototypes.get(character) ?? character
  }
  return skeleton.normalize('NFD')
}

/** Texts that look alike: at least two each, in the order of `texts`, which names each text once. */
export function confusableGroups(texts: Iterable<string>): string[][] {
  const first = new Map<string, string>()
  const groups = new Map<string, string[]>()
  for (const text of texts) {
    const skeleton = skeletonOf(text)
    const group = groups.get(skeleton)
    const earlier = first.get(skeleton)
    if (group !== undefined) group.push(text)
    else if (earlier !== undefined) groups.set(skeleton, [earlier, text])
    else first.set(skeleton, text)
  }
  return [...groups.values()]
}
