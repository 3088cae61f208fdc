/** Names as an attacker, a careless system or another script writes them: 1 to 1,024 bytes of UTF-8 each. */
import { createRandom } from '../../support/random.ts'

const markup = [
  '<script>window.hacked = true</script>',
  '<img src=x onerror="window.hacked=true">',
  '"><svg onload=window.hacked=true>',
  "' onmouseover='window.hacked=true",
  '{{constructor.constructor("window.hacked=true")()}}',
  'javascript:window.hacked=true',
  '</style><style>*{display:none}</style>',
  '<a href="https://example.org/leave">click</a>',
  '<!--',
  ']]>',
  '&lt;b&gt;&amp;&#x202e;',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a name that does harm where text becomes code
  '${window.hacked=true}',
  "'; DROP TABLE calls; --",
  '=HYPERLINK("http://example.org")',
  '../../../etc/passwd',
  '%2e%2e%2f',
  '__proto__',
  'constructor',
  'null',
  '-0',
]
const direction = ['\u202e', '\u2066', '\u2069', '\u200f', '\u061c', '\u202b']
const control = [
  '\u0000',
  '\u0007',
  '\u001b[31m',
  '\u0085',
  '\u2028',
  '\n',
  '\t',
  '\ufeff',
  '\u200b',
  '\u200d',
]
const scripts = [
  'שלום',
  'مرحبا',
  'ประเทศไทย',
  '龍龘',
  'Zażółć',
  'ǅ',
  'ﷺ',
  'e\u0301\u0302\u0303\u0304\u0305',
  '𝕳𝖊𝖆𝖉',
  '꧅',
]
const emoji = ['👩‍👩‍👧‍👦', '🏳️‍🌈', '🇺🇳', '🧑🏽‍🚀', '\ud83d\ude00', '❤️‍🔥']
const parts = [
  ...markup,
  ...direction,
  ...control,
  ...scripts,
  ...emoji,
  'a',
  ' ',
  'W'.repeat(40),
  'i'.repeat(120),
]

const bytesMax = 1_024

/** @returns as many names, no two the same; every part is in some of them */
export function hostileNames(count: number): string[] {
  const random = createRandom(4)
  const names = new Set<string>(parts.filter((part) => part.trim() !== ''))
  names.add('W'.repeat(bytesMax))
  names.add('🧑🏽‍🚀'.repeat(60))
  while (names.size < count) {
    let name = ''
    const length = 1 + random.int(bytesMax)
    while (Buffer.byteLength(name) < length) name += random.pick(parts)
    names.add(cut(name))
  }
  return [...names].slice(0, count)
}

/** To the limit, at a character's end. */
function cut(name: string): string {
  let kept = ''
  let bytes = 0
  for (const character of name) {
    bytes += Buffer.byteLength(character)
    if (bytes > bytesMax) break
    kept += character
  }
  return kept
}
