/** Accounts as the store finds payees by them. What is found by a key is compared with the whole account. */

/** Payees whose accounts are beside each other in the store. A search looks once among those of each so many. */
const partPayees = 65_536

/** @param payee its number */
export function accountPart(payee: number): number {
  return Math.floor(payee / partPayees)
}

/** The last 48 bits of an EVM address: a whole number in JavaScript and in SQLite. */
export function accountKey(address: string): number {
  return Number.parseInt(address.slice(-12), 16)
}

const opening = '["eip155:'
const beforeAddress = '","'
const addressLength = 42

/**
 * Of eip155 accounts, each once: with others nothing can be signed that Headwater verifies.
 * @param bindings as the store has them, as JSON
 */
export function accountKeys(bindings: string | null): readonly number[] {
  const keys: number[] = []
  if (bindings === null) return keys
  for (let at = bindings.indexOf(opening); at >= 0; at = bindings.indexOf(opening, at)) {
    const address = bindings.indexOf(beforeAddress, at) + beforeAddress.length
    at = address + addressLength
    const key = accountKey(bindings.slice(address, at))
    if (!keys.includes(key)) keys.push(key)
  }
  return keys
}
