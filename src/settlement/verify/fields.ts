/** Two JSON documents compared field by field. */

/** Sentences such as `/counts/late is 2 and should be 3`; ascending by path. `expected` is the computed document. */
export function* describeFields(stored: unknown, expected: unknown, path = ''): Iterable<string> {
  if (isBranch(stored) && isBranch(expected)) {
    const names = new Set([...Object.keys(stored), ...Object.keys(expected)])
    for (const name of [...names].sort()) {
      const [left, right] = [fieldOf(stored, name), fieldOf(expected, name)]
      yield* describeFields(left, right, `${path}/${nameOf(stored, expected, name)}`)
    }
  } else if (stored !== expected) {
    yield `${path} is ${shown(stored)} and should be ${shown(expected)}`
  }
}

type Branch = Readonly<Record<string, unknown>>

function isBranch(value: unknown): value is Branch {
  return typeof value === 'object' && value !== null
}

function fieldOf(branch: Branch, name: string): unknown {
  return Object.hasOwn(branch, name) ? branch[name] : undefined
}

/** An item of a list is named by its currency, partition or chain, where it has one. */
function nameOf(stored: Branch, expected: Branch, name: string): string {
  const item = fieldOf(expected, name) ?? fieldOf(stored, name)
  if (!Array.isArray(expected) || !isBranch(item)) return name
  const label = item.currency ?? item.chain ?? item.partition ?? item.token
  return typeof label === 'string' ? label : name
}

function shown(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value)
}
