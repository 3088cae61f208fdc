/** The key that signs what is published: from an encrypted keystore or from the environment, never from an argument. */
import { readFileSync } from 'node:fs'
import type { Config } from '../../config.ts'
import { fail } from '../../errors.ts'
import { openKeystore } from './keystore.ts'

const keystoreBytesMax = 65_536

/**
 * @returns `0x` and 64 hex digits; undefined where none is set
 * @throws HeadwaterError `key.*`, `keystore.*`
 */
export async function readPublisherKey(publisher: Config['publisher']): Promise<`0x${string}` | undefined> {
  const { keystore, key, password, passwordFile } = publisher
  if (key !== undefined) return `0x${key.replace(/^0x/, '').toLowerCase()}`
  if (keystore === undefined) return undefined
  const text = readText(keystore)
  const words =
    password ?? (passwordFile === undefined ? undefined : readText(passwordFile).replace(/\r?\n$/, ''))
  if (words === undefined) return fail('keystore.password', 'A keystore is set, and no password for it.')
  return openKeystore(text, words)
}

function readText(file: string): string {
  try {
    const text = readFileSync(file, 'utf8')
    if (text.length > keystoreBytesMax)
      fail('keystore.malformed', `${file} has more than ${keystoreBytesMax} bytes.`)
    return text
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    return fail('keystore.malformed', `${file} can't be read: ${(error as Error).message}.`)
  }
}
