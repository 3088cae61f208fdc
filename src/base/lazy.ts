/** Engines that open when they are first needed: reading an epoch's totals should not wait for chDB to load. */

export interface Lazy<Value> {
  /** Opens it the first time. */
  get(): Promise<Value>
  /** What is open; undefined if no caller needed it, or if it could not be opened. */
  opened(): Promise<Value | undefined>
}

export function lazy<Value>(open: () => Promise<Value>): Lazy<Value> {
  let opening: Promise<Value> | undefined
  return {
    get() {
      // After a failure the next caller tries again.
      opening ??= open().catch((error: unknown) => {
        opening = undefined
        throw error
      })
      return opening
    },
    opened: async () => opening?.catch(() => undefined),
  }
}

// biome-ignore lint/suspicious/noExplicitAny: a port's methods, whatever they take and give
type Method = (...given: any[]) => any

/** The methods of a port that give an async iterable; all its others give a promise. */
type StreamingMethod<Port> = {
  [Name in keyof Port]: Port[Name] extends (...given: never[]) => AsyncIterable<unknown> ? Name : never
}[keyof Port]

/**
 * A port that opens what is behind it at its first call.
 * @param streaming the methods that give an async iterable. It does not compile where one is missing or one is not such
 */
export function lazyPort<Port extends object>(
  get: () => Promise<Port>,
  streaming: { readonly [Name in StreamingMethod<Port>]: true },
): Port {
  const method = (name: keyof Port): Method =>
    Object.hasOwn(streaming, name)
      ? async function* (...given) {
          yield* ((await get())[name] as Method)(...given)
        }
      : async (...given) => ((await get())[name] as Method)(...given)
  return new Proxy({} as Port, {
    // Not a promise, whatever it is asked.
    get: (_, name) => (typeof name === 'string' && name !== 'then' ? method(name as keyof Port) : undefined),
  })
}
