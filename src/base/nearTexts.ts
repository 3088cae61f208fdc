/** Texts that are spelt nearly the same: they differ by few letters that were added, left out or replaced. */

const shownMax = 3

/** At most three of the candidates, the nearest first. Longer texts may differ by more letters: by one, two or three. */
export function nearTexts(text: string, candidates: Iterable<string>): string[] {
  const letters = lettersOf(text)
  const most = text.length < 5 ? 1 : text.length < 16 ? 2 : 3
  const near: { candidate: string; distance: number }[] = []
  for (const candidate of candidates) {
    if (candidate === text || Math.abs(candidate.length - text.length) > most) continue
    // A changed letter adds at most one letter to each side.
    if (bitsOf(letters ^ lettersOf(candidate)) > 2 * most) continue
    const distance = editDistance(text, candidate)
    if (distance <= most) near.push({ candidate, distance })
  }
  return near
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, shownMax)
    .map(({ candidate }) => candidate)
}

/** One bit for each kind of letter that occurs. */
function lettersOf(text: string): number {
  let letters = 0
  for (let at = 0; at < text.length; at++) letters |= 1 << (text.charCodeAt(at) & 31)
  return letters
}

function bitsOf(word: number): number {
  let count = 0
  for (let rest = word; rest !== 0; rest &= rest - 1) count++
  return count
}

/** Letters to add, leave out or replace, or pairs of neighbours to exchange, to make one text of the other. */
function editDistance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let least = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (same ? 0 : 1))
      const exchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (exchanged) least = Math.min(least, before[j - 2]! + 1)
      next[j] = least
    }
    before = row
    row = next
  }
  return row[b.length]!
}
