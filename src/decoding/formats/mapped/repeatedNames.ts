/** Names that an object of a JSON text has twice. `JSON.parse` takes the last value and says nothing. */

const token = /"(?:[^"\\]|\\.)*"\s*(:?)|[{}[\]]/gs

/** The first name that occurs twice in one object and is wanted. */
export function repeatedName(json: string, wanted: ReadonlySet<string>): string | undefined {
  const open: Set<string>[] = []
  for (const [text, colon] of json.matchAll(token)) {
    if (text === '{' || text === '[') open.push(new Set())
    else if (text === '}' || text === ']') open.pop()
    else if (colon === ':') {
      const name = nameOf(text)
      const names = open.at(-1)
      if (names?.has(name) && wanted.has(name)) return name
      names?.add(name)
    }
  }
  return undefined
}

/** A name is compared as it is meant, whatever escapes it is written with. */
function nameOf(text: string): string {
  const quoted = text.slice(0, text.lastIndexOf('"') + 1)
  return quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1)
}
