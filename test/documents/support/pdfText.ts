/** The text of a PDF as a reader extracts it: by the tables in the file that say which characters its glyphs stand for. */
import { inflateSync } from 'node:zlib'

export function pdfText(pdf: Buffer): string {
  const source = pdf.toString('latin1')
  const objects = new Map<string, string>()
  for (const [, id, body] of source.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g))
    objects.set(id!, body!)
  const fonts = fontsOf(source, objects)
  let text = ''
  for (const body of objects.values()) {
    const content = streamOf(body)
    if (!content?.includes(' Tf')) continue
    for (const [, name, parts, moved] of content.matchAll(
      /\/(F\d+) [\d.]+ Tf|\[((?:<[0-9a-f]*>|[ \d.-])*)\] TJ|(ET)/g,
    )) {
      if (name !== undefined) current = fonts.get(name)
      else if (moved !== undefined) text += '\n'
      else
        for (const [, hex] of (parts ?? '').matchAll(/<([0-9a-f]*)>/g))
          for (const glyph of hex!.match(/.{4}/g) ?? []) text += current?.get(glyph) ?? '\ufffd'
    }
  }
  return text
}

let current: ReadonlyMap<string, string> | undefined

function fontsOf(source: string, objects: ReadonlyMap<string, string>): Map<string, Map<string, string>> {
  const fonts = new Map<string, Map<string, string>>()
  for (const [, name, id] of source.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    const toUnicode = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id!) ?? '')?.[1]
    const map = streamOf(objects.get(toUnicode ?? '') ?? '')
    if (map !== undefined) fonts.set(name!, glyphsOf(map))
  }
  return fonts
}

/** `<0000> <00ff> [<0048> <d83dde00> …]` */
function glyphsOf(map: string): Map<string, string> {
  const glyphs = new Map<string, string>()
  for (const [, first, list] of map.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/g)) {
    let glyph = Number.parseInt(first!, 16)
    for (const [, hex] of list!.matchAll(/<([0-9a-f ]*)>/g)) {
      const units = (hex!.match(/[0-9a-f]{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16))
      glyphs.set((glyph++).toString(16).padStart(4, '0'), String.fromCharCode(...units))
    }
  }
  return glyphs
}

function streamOf(body: string): string | undefined {
  const found = /stream\n([\s\S]*?)\nendstream/.exec(body)?.[1]
  if (found === undefined) return undefined
  const bytes = Buffer.from(found, 'latin1')
  return body.includes('/FlateDecode') ? inflateSync(bytes).toString('latin1') : found
}
