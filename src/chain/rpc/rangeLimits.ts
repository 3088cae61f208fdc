/**
 * Reads what endpoints say when they refuse a range of blocks. There is no code for it: every provider has its own
 * sentence, and some name a range that would do.
 */

/** Each finds a number of blocks in a sentence: the number itself, or the ends of a range. */
const sentences: readonly RegExp[] = [
  /range allowed for your plan \([\d,_]+ > (?<count>[\d,_]+)\)/i,
  /retry with the range (?<from>\d+)-(?<to>\d+)/i,
  /block range should work: \[(?<from>0x[0-9a-f]+), ?(?<to>0x[0-9a-f]+)\]/i,
  /try with this block range \[(?<from>0x[0-9a-f]+), ?(?<to>0x[0-9a-f]+)\]/i,
  /maximum \[from, to\] blocks distance: (?<count>[\d,_]+)/i,
  /(?:limited to|up to) an? (?<count>[\d,_]+k?) (?:block(?:s)? )?range/i,
  /limited to (?:a )?(?<count>[\d,_]+k?)(?: -)? ?block/i,
  /ranges? (?:over|greater than|larger than|of more than|above) (?<count>[\d,_]+k?)/i,
  /(?:exceeds?(?: the)?|exceeded) (?:max(?:imum)?|allowed)? ?(?:allowed )?(?:block )?range(?: limit)?(?: of|:)? (?<count>[\d,_]+k?)/i,
  /max(?:imum)? (?:allowed )?(?:block )?range(?: allowed)?(?: is| of|:) ?(?<count>[\d,_]+k?)/i,
  /maximum allowed (?:number of requested blocks )?is (?<count>[\d,_]+k?)/i,
  /maximum is (?:set to )?(?<count>[\d,_]+k?)/i,
  /(?:exceeded|exceeds) max limit of (?<count>[\d,_]+k?)/i,
  /max(?:imum)?:? (?:block range )?(?<count>[\d,_]+k?)(?: blocks)?\)?\.?$/i,
]

/** Sentences about too large a range or answer that name no number. */
const otherSentence =
  /block range|range limit|range (?:is )?too (?:large|wide|big)|too wide|too many (?:blocks|results|logs)|exceeds? max results|returned more than|response (?:size )?(?:is )?(?:too (?:big|large)|exceeded|larger)|size exceeded|query timeout|logs matched|limit(?:ed)? to/i

/**
 * @returns undefined where the sentence is about something else; `blocksMax` where it names a number of blocks that
 * makes sense
 */
export function readRangeRefusal(message: string): { readonly blocksMax?: number } | undefined {
  const text = message.slice(0, 2_000)
  if (/rate limit|per second|too many requests/i.test(text)) return undefined
  for (const sentence of sentences) {
    const groups = sentence.exec(text)?.groups
    if (groups === undefined) continue
    const blocksMax = countIn(groups)
    if (blocksMax !== undefined) return { blocksMax }
  }
  return otherSentence.test(text) ? {} : undefined
}

function countIn(groups: Readonly<Record<string, string | undefined>>): number | undefined {
  const { from, to, count } = groups
  const blocks = count === undefined ? Number(to) - Number(from) + 1 : numberOf(count)
  // Some name a range that ends before it begins.
  return Number.isSafeInteger(blocks) && blocks > 0 ? blocks : undefined
}

function numberOf(text: string): number {
  const digits = Number(text.replaceAll(/[,_k]/gi, ''))
  return /k$/i.test(text) ? digits * 1_000 : digits
}
