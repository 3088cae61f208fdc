/** Encodes every character, dots too, so that a segment `..` is an id and not a way up. */
export function encode(segment: string): string {
  return encodeURIComponent(segment).replaceAll('.', '%2E')
}
