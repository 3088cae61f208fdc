/** Test vectors of the Web3 Secret Storage definition, version 3, and of go-ethereum. */
import { describe, expect, it } from 'vitest'
import { openKeystore } from '../../../src/chain/keys/keystore.ts'

const secret = '0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d'
const pbkdf2 = {
  crypto: {
    cipher: 'aes-128-ctr',
    cipherparams: { iv: '6087dab2f9fdbbfaddc31a909735c1e6' },
    ciphertext: '5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46',
    kdf: 'pbkdf2',
    kdfparams: {
      c: 262_144,
      dklen: 32,
      prf: 'hmac-sha256',
      salt: 'ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd',
    },
    mac: '517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2',
  },
  version: 3,
}
/** Of go-ethereum: a key with a leading zero, which was left out. */
const scrypt = {
  crypto: {
    cipher: 'aes-128-ctr',
    cipherparams: { iv: 'e0c41130a323adc1446fc82f724bca2f' },
    ciphertext: '9517cd5bdbe69076f9bf5057248c6c050141e970efa36ce53692d5d59a3984',
    kdf: 'scrypt',
    kdfparams: {
      dklen: 32,
      n: 2,
      r: 8,
      p: 1,
      salt: '711f816911c92d649fb4c84b047915679933555030b3552c1212609b38208c63',
    },
    mac: 'd5e116151c6aa71470e67a7d42c9620c75c4d23229847dcc127794f0732b0db5',
  },
  version: 3,
}
const changed = (crypto: object) => JSON.stringify({ ...pbkdf2, crypto: { ...pbkdf2.crypto, ...crypto } })

describe('a keystore', () => {
  it('by PBKDF2 opens with its password', async () => {
    expect(await openKeystore(JSON.stringify(pbkdf2), 'testpassword')).toBe(secret)
  })

  it('by scrypt opens with its password, and gives a key of 32 bytes', async () => {
    const key = '0x00fa7b3db73dc7dfdf8c5fbdb796d741e4488628c41fc4febd9160a866ba0f35'
    expect(await openKeystore(JSON.stringify(scrypt), 'foo')).toBe(key)
  })

  it('opens where its field begins with a capital', async () => {
    const { crypto, version } = pbkdf2
    expect(await openKeystore(JSON.stringify({ Crypto: crypto, version }), 'testpassword')).toBe(secret)
  })

  it('does not open with another password', async () => {
    const opened = openKeystore(JSON.stringify(pbkdf2), 'Testpassword')
    await expect(opened).rejects.toMatchObject({ code: 'keystore.password' })
  })

  it.each([
    ['no JSON', 'sesame'],
    ['another version', JSON.stringify({ ...pbkdf2, version: 4 })],
    ['another cipher', changed({ cipher: 'aes-128-cbc' })],
    ['no derivation that is known', changed({ kdf: 'argon2' })],
    ['more work than a key is worth', changed({ kdfparams: { ...pbkdf2.crypto.kdfparams, c: 1e9 } })],
    [
      'more memory than the machine should give',
      changed({ kdf: 'scrypt', kdfparams: { ...scrypt.crypto.kdfparams, n: 2 ** 20, r: 16 } }),
    ],
    [
      'an n that scrypt does not have for its r',
      changed({ kdf: 'scrypt', kdfparams: { ...scrypt.crypto.kdfparams, n: 262_144, r: 1 } }),
    ],
    ['a ciphertext without end', changed({ ciphertext: 'ab'.repeat(100) })],
  ])('with %s is refused, and the message does not quote it', async (_, text) => {
    const refused = await openKeystore(text, 'testpassword').catch((error) => error)
    expect(refused).toMatchObject({ code: 'keystore.malformed' })
    expect(refused.message).not.toContain(pbkdf2.crypto.ciphertext)
    expect(refused.message).not.toContain('sesame')
  })
})
