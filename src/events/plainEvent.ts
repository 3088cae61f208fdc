/**
 * The short way for registry events that grow with people: payees, their accounts, and contributions. It reads one whose
 * every field is right, in a tenth of the schema's time. What it leaves is the schema's, and so is every refusal. A test
 * compares the two.
 */
import { HeadwaterError } from '../errors.ts'
import { type Account, type AccountAddress, accountPattern, type ChainId, parseAccount } from './account.ts'
import { unitsMax, unitsPattern } from './fields.ts'
import { type AssetId, assetPattern, type PayeeId, payeeBytesMax } from './ids.ts'
import { type Fields, isText, isThere, ordinaryPayeePattern, plainEnvelope } from './plainFields.ts'
import { controlCharacter, isMeasured } from './text.ts'
import type { RegistryWireEvent } from './types.ts'

type Data = RegistryWireEvent['data']

const readers: { readonly [type: string]: (data: Fields) => Data | undefined } = {
  'io.headwater.payee.registered': readRegistered,
  'io.headwater.payee.bound': readBound,
  'io.headwater.contribution.recorded': readContributions,
} satisfies { readonly [Type in RegistryWireEvent['type']]?: unknown }

/** Undefined for what the schema has to read. */
export function plainEvent(value: unknown): RegistryWireEvent | undefined {
  const type = (value as Fields | null | undefined)?.type
  if (typeof type !== 'string' || !Object.hasOwn(readers, type)) return undefined
  const envelope = plainEnvelope(value)
  const data = envelope && readers[type]!(envelope.data)
  if (data === undefined) return undefined
  const { source, id, time } = envelope!
  return { type, source, id, time, data } as RegistryWireEvent
}

function readRegistered({ payee: id, name, account: text }: Fields): Data | undefined {
  const payee = readPayee(id)
  if (payee === undefined || (isThere(name) && !isText(name))) return undefined
  const named = isThere(name) ? { payee: payee.id, name: name as string } : { payee: payee.id }
  if (!isThere(text)) return named
  const account = readAccount(text)
  return account !== undefined && mayBind(payee, account) ? { ...named, account } : undefined
}

function readBound({ payee: id, account: text }: Fields): Data | undefined {
  const payee = readPayee(id)
  const account = readAccount(text)
  if (payee === undefined || account === undefined || !mayBind(payee, account)) return undefined
  return { payee: payee.id, account }
}

function readContributions({ asset, contributions: list }: Fields): Data | undefined {
  if (typeof asset !== 'string' || !assetPattern.test(asset)) return undefined
  if (!Array.isArray(list) || list.length === 0) return undefined
  const contributions: { payee: PayeeId; units: number }[] = []
  for (const item of list) {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return undefined
    const payee = readPayee((item as Fields).payee)
    const units = readUnits((item as Fields).units)
    if (payee === undefined || units === undefined) return undefined
    contributions.push({ payee: payee.id, units })
  }
  return { asset: asset as AssetId, contributions }
}

interface PlainPayee {
  readonly id: PayeeId
  /** The account that the id itself is, if it is one. */
  readonly own?: Account
}

function readPayee(value: unknown): PlainPayee | undefined {
  if (typeof value !== 'string') return undefined
  const id = value as PayeeId
  if (ordinaryPayeePattern.test(value)) return { id }
  if (!isMeasured(value, payeeBytesMax) || controlCharacter(value) !== undefined) return undefined
  if (!accountPattern.test(value)) return { id }
  const own = readAccount(value)
  return own && { id, own }
}

/** In lower case on an eip155 chain: it has no checksum that could be wrong. */
const lowerCasePattern = /^(eip155:[1-9][0-9]{0,31}):(0x[0-9a-f]{40})$/
const zeroAddress = `0x${'0'.repeat(40)}`

function readAccount(value: unknown): Account | undefined {
  if (typeof value !== 'string') return undefined
  const [, chain, address] = lowerCasePattern.exec(value) ?? []
  if (chain !== undefined && address !== zeroAddress)
    return { chain: chain as ChainId, address: address as AccountAddress }
  try {
    return parseAccount(value)
  } catch (error) {
    if (error instanceof HeadwaterError) return undefined
    throw error
  }
}

/** A payee id that is an account has that account on its chain. */
function mayBind({ own }: PlainPayee, { chain, address }: Account): boolean {
  return own === undefined || own.chain !== chain || own.address === address
}

function readUnits(value: unknown): number | undefined {
  const units = typeof value === 'string' && unitsPattern.test(value) ? Number(value) : value
  return typeof units === 'number' && Number.isInteger(units) && units >= 1 && units <= unitsMax
    ? units
    : undefined
}
