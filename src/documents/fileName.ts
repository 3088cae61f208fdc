/**
 * File names for payees. A payee chooses its id, so a name has only letters, digits and `-` of it, for people who look for
 * it, and a hash of the whole id, so that no two payees have one name on any file system.
 */
import { sha256Hex } from '../base/sha256.ts'

const shownMax = 40
/** Of 128 bits: who makes ids until two agree finds none. */
const hashDigits = 32

export function fileNameOf(payee: string, extension: string): string {
  const shown = payee
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, shownMax)
    .replace(/^-+|-+$/g, '')
  const hash = sha256Hex(payee).slice(0, hashDigits)
  return `${shown === '' ? '' : `${shown}-`}${hash}.${extension}`
}
