/** Accounts that are contracts sign in: deployed (EIP-1271), and not deployed yet (EIP-6492), on a real node. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  concat,
  getContractAddress,
  type Hex,
  hashMessage,
  hashTypedData,
  keccak256,
  pad,
  serializeErc6492Signature,
} from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadConfig } from '../../../src/config.ts'
import { openPeople } from '../../../src/processes/people.ts'
import type { ServedPeople } from '../../../src/service/people.ts'
import { type Anvil, startAnvil } from '../../support/anvil.ts'
import { chainClients, publisherKey } from '../../support/chainEconomy.ts'

/**
 * The init code of a wallet whose `isValidSignature(hash, signature)` accepts the signature keccak256(hash) and reverts
 * for every other: so the contract decides.
 */
const wallet: Hex = concat([
  // Returns the 65 bytes after these.
  '0x604180600b6000396000f3',
  // keccak256(word at 4) equals the word at 100? Otherwise it reverts.
  '0x60043560005260206000206064351460175760006000fd',
  // Returns 0x1626ba7e.
  '0x5b7f',
  pad('0x1626ba7e', { dir: 'right', size: 32 }),
  '0x60005260206000f3',
])
/** Every anvil has it: it deploys what comes after 32 bytes of salt. */
const factory: Hex = '0x4e59b44847b379578588920ca78fbf26c0b4956c'
const salt = pad('0x01', { size: 32 })
const factoryData = concat([salt, wallet])

let anvil: Anvil
let people: ServedPeople
let folder: string
let deployed: Hex
beforeAll(async () => {
  anvil = await startAnvil()
  folder = await mkdtemp(join(tmpdir(), 'headwater-wallets-'))
  const chains = { chains: { [anvil.chain]: { endpoints: [anvil.url] } } }
  await writeFile(join(folder, 'chains.yaml'), JSON.stringify(chains))
  const { reader, wallet: sender } = chainClients(anvil)
  const hash = await sender(publisherKey).sendTransaction({ data: wallet })
  deployed = (await reader.waitForTransactionReceipt({ hash })).contractAddress!
  const unused = async () => {
    throw new Error('no ledger is asked')
  }
  const ledger = { spendLink: unused, linkStands: unused, noteSigned: unused }
  people = await openPeople(ledger, loadConfig({ HEADWATER_DATA: folder }, {}))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await anvil.stop()
})

const text = 'ledger.example wants you to sign in'
const accepted = keccak256(hashMessage(text))
const other = keccak256('0x00')
const at = (address: string, chain = anvil.chain) => `${chain}:${address.toLowerCase()}`

describe('a contract', () => {
  test('signs as it decides itself (EIP-1271)', async () => {
    expect(await people.signedText(at(deployed), text, accepted)).toBe(true)
    expect(await people.signedText(at(deployed), text, other)).toBe(false)
    expect(await people.signedText(at(deployed), `${text}!`, accepted)).toBe(false)
  })

  test('signs before it is deployed (EIP-6492), by the address that it will have', async () => {
    const address = getContractAddress({ opcode: 'CREATE2', from: factory, salt, bytecode: wallet })
    expect(await chainClients(anvil).reader.getCode({ address })).toBeUndefined()
    const signed = (signature: Hex) =>
      serializeErc6492Signature({ address: factory, data: factoryData, signature })
    expect(await people.signedText(at(address), text, signed(accepted))).toBe(true)
    expect(await people.signedText(at(address), text, signed(other))).toBe(false)
    expect(await people.signedText(at(`0x${'12'.repeat(20)}`), text, signed(accepted))).toBe(false)
  })

  test('binds by typed data too', async () => {
    const message = {
      ledger: 'https://ledger.example/',
      payee: 'ann',
      account: at(deployed),
      nonce: 'a'.repeat(32),
    }
    expect(await people.signedAccount(message, accepted)).toBe(false)
    const hash = hashTypedData(people.typedData(message) as unknown as Parameters<typeof hashTypedData>[0])
    expect(await people.signedAccount(message, keccak256(hash))).toBe(true)
  })

  test('signs nothing on a chain that is not in the chains file', async () => {
    expect(await people.signedText(at(deployed, 'eip155:8453'), text, accepted)).toBe(false)
  })
})
