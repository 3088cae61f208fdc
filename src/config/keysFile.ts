/** The keys file: `headwater keys` changes it, and a server reads it at its start and whenever it changes. */
import { createHash, randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs'
import { fail, HeadwaterError } from '../errors.ts'
import { type ApiKey, type KeyRights, parseKeys } from './keys.ts'
import { replaceFile } from './replaceFile.ts'
import type { Faults } from './setting.ts'

/** A lock that is older was left by a process that was killed: a change takes milliseconds. */
const lockMs = 10_000

/** @throws HeadwaterError `keys.faulty` */
export function readKeysFile(file: string): readonly ApiKey[] {
  const faults: Faults = []
  let keys: readonly ApiKey[] | undefined
  try {
    keys = parseKeys(readFileSync(file, 'utf8'), `keys file ${file}`, faults)
  } catch (error) {
    faults.push(`keys file ${file}: ${(error as Error).message}`)
  }
  return keys ?? fail('keys.faulty', `The keys can't be read: ${faults.join('; ')}.`)
}

/**
 * Makes a key and adds its hash to the file. The key itself is kept nowhere.
 * @throws HeadwaterError `keys.exists`, `keys.faulty`, `keys.unwritable`, `keys.busy`
 */
export function addKey(file: string, name: string, rights: KeyRights): string {
  const key = `hw_${randomBytes(32).toString('base64url')}`
  const sha256 = createHash('sha256').update(key).digest('hex')
  changeKeys(file, (keys) => {
    if (keys.some((known) => known.name === name)) {
      fail('keys.exists', `${file} has a key ${JSON.stringify(name)} already.`)
    }
    return [...keys, { name, sha256, ...rights }]
  })
  return key
}

/** @throws HeadwaterError `keys.unknown`, `keys.faulty`, `keys.unwritable`, `keys.busy` */
export function revokeKey(file: string, name: string): void {
  changeKeys(file, (keys) => {
    const left = keys.filter((known) => known.name !== name)
    if (left.length === keys.length) fail('keys.unknown', `${file} has no key ${JSON.stringify(name)}.`)
    return left
  })
}

function changeKeys(file: string, change: (keys: readonly ApiKey[]) => readonly ApiKey[]): void {
  try {
    // Where the file is a link, the file that it leads to is replaced and the link stays.
    const path = existsSync(file) ? realpathSync(file) : file
    const lock = `${path}.lock`
    takeLock(lock)
    try {
      const text = `${JSON.stringify(change(existsSync(path) ? readKeysFile(path) : []), null, 2)}\n`
      const faults: Faults = []
      parseKeys(text, 'the new keys', faults)
      if (faults.length > 0) fail('usage.invalid', `Such a key is not possible: ${faults.join('; ')}.`)
      replaceFile(path, text, (aside) => keepOwner(path, aside))
    } finally {
      rmSync(lock, { force: true })
    }
  } catch (error) {
    if (error instanceof HeadwaterError) throw error
    fail('keys.unwritable', `${file} can't be changed: ${(error as Error).message}.`)
  }
}

/** Two commands at once would lose one of the two changes. */
function takeLock(lock: string): void {
  try {
    closeSync(openSync(lock, 'wx', 0o600))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    if (Date.now() - statSync(lock).mtimeMs < lockMs) {
      fail('keys.busy', `Another command changes the keys: ${lock} is there.`)
    }
  }
}

/** The server may run as another user than the one who changes its keys. */
function keepOwner(path: string, aside: string): void {
  if (!existsSync(path)) return
  const { uid, gid } = statSync(path)
  try {
    chownSync(aside, uid, gid)
  } catch {
    // Only root may give a file away. Without that the file is the user's own, as any new one.
  }
}
