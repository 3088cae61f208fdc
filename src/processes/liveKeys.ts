/** The keys of a server that takes changes of its keys file while it runs. */
import { statSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import type { Logger } from 'pino'
import { createKeyRing, type KeyRing } from '../api/keyRing.ts'
import { readKeysFile } from '../config/keysFile.ts'
import type { ApiKey, Config } from '../config.ts'

interface LiveKeys {
  readonly ring: KeyRing
  close(): void
}

/** A revoked key is refused after this long at most. */
const lookEveryMs = 1_000

/** @param onLoaded called with the keys at the start and after each change, for the audit */
export function openLiveKeys(
  { keys, keysFile }: Pick<Config['api'], 'keys' | 'keysFile'>,
  log: Logger,
  onLoaded: (keys: readonly string[]) => Promise<void>,
): LiveKeys {
  const ring = createKeyRing(keys)
  let inForce = keys
  const loaded = () =>
    onLoaded(describeKeys(inForce)).catch((error: Error) =>
      log.error({ err: error }, 'the audit does not have the keys'),
    )
  void loaded()
  if (keysFile === undefined) return { ring, close: () => {} }

  function readAgain(): void {
    try {
      const now = readKeysFile(keysFile!)
      if (isDeepStrictEqual(now, inForce)) return
      inForce = now
      ring.replace(now)
      log.info({ keys: now.map(({ name }) => name) }, 'the keys have changed')
      void loaded()
    } catch (error) {
      const { message } = error as Error
      log.error({ fault: message }, 'the keys file is faulty: the keys that it had before stay valid')
    }
  }
  // It asks for the file's state, because notices of changes get lost on network disks and where links are replaced.
  let known = stateOf(keysFile)
  const looking = setInterval(() => {
    const state = stateOf(keysFile)
    if (state === known) return
    known = state
    readAgain()
  }, lookEveryMs).unref()
  // The configuration was read before that.
  readAgain()
  return { ring, close: () => clearInterval(looking) }
}

/** Another text after every change of the file. */
function stateOf(file: string): string {
  const state = statSync(file, { bigint: true, throwIfNoEntry: false })
  return state === undefined ? '' : [state.dev, state.ino, state.size, state.mtimeNs, state.ctimeNs].join(' ')
}

/** The keys as the audit shows them: another hash under the same name is another key. */
function describeKeys(keys: readonly ApiKey[]): string[] {
  return keys.map(({ name, sha256, scopes, ...bounds }) => {
    const bound = Object.entries(bounds).map(([what, list]) => `, ${what} ${list?.join(' ')}`)
    return `${name} (${sha256.slice(0, 8)}): ${scopes.join(' ')}${bound.join('')}`
  })
}
