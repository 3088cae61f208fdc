/** Accounts as the store finds payees by them. What is found by a key is compared with the whole account. */

/** The last 48 bits of an EVM address: a whole number in JavaScript and in SQLite. */
export function accountKey(address: string): number {
  return Number.parseInt(address.slice(-12), 16)
}

/**
 * Of eip155 accounts, each once: with others nothing can be signed that Headwater verifies.
 * @param bindings as the store has them, as JSON
 */
export function accountKeys(bindings: string | null): Iterable<number> {
  if (bindings === null) return []
  const keys = new Set<number>()
  for (const [, address] of bindings.matchAll(/\["eip155:[0-9]+","(0x[0-9a-f]{40})"/g))
    keys.add(accountKey(address!))
  return keys
}
