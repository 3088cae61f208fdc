/** Licences in the forms that documents give them: identifiers, and addresses of their texts. */

/** @returns the identifier that the address is known for, else the text */
export function licenceOf(text: string): string {
  const known =
    /^https?:\/\/(?:www\.)?spdx\.org\/licenses\/([^/?#]+?)(?:\.html|\.json)?\/?$/i.exec(text) ??
    /^https?:\/\/(?:www\.)?choosealicense\.com\/licenses\/([^/?#]+)\/?$/i.exec(text) ??
    /^https?:\/\/(?:www\.)?opensource\.org\/licenses?\/([^/?#]+)\/?$/i.exec(text)
  if (known) return known[1]!
  const commons = /^https?:\/\/(?:www\.)?creativecommons\.org\/licenses\/([a-z-]+)\/([0-9.]+)/i.exec(text)
  if (commons) return `CC-${commons[1]!.toUpperCase()}-${commons[2]}`
  if (/^https?:\/\/(?:www\.)?creativecommons\.org\/publicdomain\/zero\/1\.0/i.test(text)) return 'CC0-1.0'
  if (/^https?:\/\/(?:www\.)?apache\.org\/licenses\/LICENSE-2\.0/i.test(text)) return 'Apache-2.0'
  return text
}

/** Two texts that name one licence have one key. */
export function licenceKey(text: string): string {
  return text.toLowerCase().replaceAll(/\s+/g, ' ').trim()
}
