/**
 * Reads an encrypted key: the Web3 Secret Storage format, version 3, as geth, Foundry and most wallets write it. The
 * parameters come from a file, so each has a limit: an invented one must not take the memory of the machine.
 */
import { createDecipheriv, pbkdf2, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { z } from 'zod'
import { fail } from '../../errors.ts'
import { keccak256 } from '../../keccak/index.ts'

const hex = z.string().regex(/^(?:0x)?(?:[0-9a-fA-F]{2})+$/)
const bytesOf = (text: string) => Buffer.from(text.replace(/^0x/, ''), 'hex')
const keyLength = z.int().min(32).max(64)

const cipher = {
  cipher: z.literal('aes-128-ctr'),
  cipherparams: z.object({ iv: hex }),
  ciphertext: hex.max(2 + 128),
  mac: hex.length(64).or(hex.length(66)),
}
const cryptoPart = z.discriminatedUnion('kdf', [
  z.object({
    ...cipher,
    kdf: z.literal('scrypt'),
    kdfparams: z.object({
      n: z
        .int()
        .min(2)
        .max(2 ** 20),
      r: z.int().min(1).max(16),
      p: z.int().min(1).max(16),
      dklen: keyLength,
      salt: hex.max(512),
    }),
  }),
  z.object({
    ...cipher,
    kdf: z.literal('pbkdf2'),
    kdfparams: z.object({
      c: z.int().min(1).max(10_000_000),
      prf: z.literal('hmac-sha256'),
      dklen: keyLength,
      salt: hex.max(512),
    }),
  }),
])
type Crypto = z.output<typeof cryptoPart>

const keystore = z.object({ version: z.literal(3), crypto: cryptoPart })

/** What scrypt may take: 128 · n · r bytes and a little more. */
const scryptBytesMax = 2 ** 30
const deriveByScrypt = promisify<string, Buffer, number, object, Buffer>(scrypt)
const deriveByPbkdf2 = promisify(pbkdf2)

/**
 * @param text the JSON of the file
 * @returns the private key, `0x` and 64 hex digits
 * @throws HeadwaterError `keystore.malformed`, `keystore.password`
 */
export async function openKeystore(text: string, password: string): Promise<`0x${string}`> {
  const crypto = parseKeystore(text)
  const derived = await derive(crypto, password)
  const ciphertext = bytesOf(crypto.ciphertext)
  const mac = keccak256(Buffer.concat([derived.subarray(16, 32), ciphertext]))
  if (!timingSafeEqual(mac, bytesOf(crypto.mac)))
    fail('keystore.password', 'The password does not open the keystore.')
  const iv = bytesOf(crypto.cipherparams.iv)
  if (iv.length !== 16) malformed('its iv has not 16 bytes')
  const decipher = createDecipheriv('aes-128-ctr', derived.subarray(0, 16), iv)
  const key = Buffer.concat([decipher.update(ciphertext), decipher.final()])
  // Early writers left leading zeros out.
  if (key.length > 32) malformed('its key has more than 32 bytes')
  return `0x${key.toString('hex').padStart(64, '0')}`
}

/** A message never quotes the file. */
function parseKeystore(text: string): Crypto {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    malformed('it is not JSON')
  }
  // Some writers begin the field with a capital.
  const { Crypto: capital, ...rest } = (value ?? {}) as Record<string, unknown>
  const parsed = keystore.safeParse({ crypto: capital, ...rest })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return malformed(`/${issue!.path.join('/')} ${issue!.message}`)
  }
  return parsed.data.crypto
}

async function derive({ kdf, kdfparams }: Crypto, password: string): Promise<Buffer> {
  const salt = bytesOf(kdfparams.salt)
  if (kdf === 'pbkdf2') return deriveByPbkdf2(password, salt, kdfparams.c, kdfparams.dklen, 'sha256')
  const { n: N, r, p, dklen } = kdfparams
  if (128 * N * r > scryptBytesMax) malformed('its scrypt takes more than 1 GiB of memory')
  // RFC 7914, section 2. OpenSSL refuses others.
  if (r < 4 && N >= 2 ** (16 * r)) malformed('its scrypt has an n that is too large for its r')
  const options = { N, r, p, maxmem: 128 * N * r + 128 * r * (p + 2) + 2 ** 20 }
  return deriveByScrypt(password, salt, dklen, options).catch((error: Error) => malformed(error.message))
}

function malformed(reason: string): never {
  fail('keystore.malformed', `The keystore can't be read: ${reason}.`)
}
