/** Values of JSON-LD documents, which write one property in many ways. */
import { type Fields, fieldOf, isFields, listOf, textOf } from '../values.ts'

/** Each prefix that documents use for a vocabulary; the first is none. */
const vocabularies = {
  sc: ['', 'sc:', 'schema:', 'https://schema.org/', 'http://schema.org/'],
  cr: ['', 'cr:', 'croissant:', 'http://mlcommons.org/croissant/', 'https://mlcommons.org/croissant/'],
  prov: ['prov:', 'http://www.w3.org/ns/prov#', 'https://www.w3.org/ns/prov#'],
  dct: ['', 'dct:', 'dcterms:', 'http://purl.org/dc/terms/'],
} as const

/** The value of `vocabulary:name`, whatever prefix the document gives it. */
export function property(value: unknown, vocabulary: keyof typeof vocabularies, name: string): unknown {
  return fieldOf(value, ...vocabularies[vocabulary].map((prefix) => `${prefix}${name}`))
}

/** A text, or the text of `{"@value": …}`, or the address of `{"@id": …}`. */
export function literal(value: unknown): string | undefined {
  return textOf(value) ?? textOf(fieldOf(value, '@value', '@id', '$'))
}

export function literals(value: unknown): string[] {
  return listOf(value).flatMap((item) => literal(item) ?? [])
}

/** Whether one of the types ends in `name`: `sc:Dataset` is a `Dataset`. */
export function hasType(value: unknown, name: string): boolean {
  const types = listOf(fieldOf(value, '@type', 'type')).flatMap((type) => textOf(type) ?? [])
  return types.some(
    (type) =>
      type === name || type.endsWith(`:${name}`) || type.endsWith(`/${name}`) || type.endsWith(`#${name}`),
  )
}

/** The value and every object inside it. */
export function* objectsWithin(value: unknown): Generator<Fields> {
  const waiting = [value]
  while (waiting.length > 0) {
    const next = waiting.pop()
    if (Array.isArray(next)) waiting.push(...next)
    else if (isFields(next)) {
      yield next
      waiting.push(...Object.values(next))
    }
  }
}
