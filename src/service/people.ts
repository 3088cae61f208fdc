/** The part of `Headwater` that is about payees who sign in. */
import type { Actor } from '../base/actor.ts'
import type { Answer } from '../base/answers.ts'
import type * as schemas from './schemas/index.ts'

export type SignInLink = Answer<typeof schemas.signInLink>
export type SignInLinkPage = Answer<typeof schemas.signInLinkPage>
type MadeLink = Answer<typeof schemas.madeLink>
export type AccountChange = Answer<typeof schemas.accountChange>
export type PayeeExportLine = Answer<typeof schemas.payeeExportLine>
type AccountChangePage = Answer<typeof schemas.accountChangePage>

/** Of registry events that bind an account which a payee asked for. */
export const peopleSource = 'headwater:people'
export const linkHoursMax = 2_160
export const linkHoursDefault = 168

export interface MakeLink {
  readonly payee: string
  /** Hours until it expires, at most `linkHoursMax`; default `linkHoursDefault`. */
  readonly hours?: number
  readonly actor?: Actor
}

export interface LinkQuery {
  readonly cursor?: string
  readonly limit?: number
  readonly payee?: string
}

export interface People {
  /** A link with which the payee signs in once. @throws HeadwaterError `payee.unknown`, `link.tooMany` */
  makeLink(asked: MakeLink): Promise<MadeLink>
  /** The oldest first, those that ended within 30 days too. */
  links(query?: LinkQuery): Promise<SignInLinkPage>
  /** Ends sessions that it began, too. @throws HeadwaterError `link.unknown` */
  revokeLink(link: string, options?: { readonly actor?: Actor }): Promise<SignInLink>
  /** Accounts that payees bound by a signature. The oldest first. */
  accountChanges(query?: LinkQuery): Promise<AccountChangePage>
  /** Everything about one payee. @throws HeadwaterError `payee.unknown` */
  payeeExport(payee: string): AsyncIterable<PayeeExportLine>
}

/** A payee asks for another account, which has signed. */
interface SignedAccount {
  readonly payee: string
  /** CAIP-10. */
  readonly account: string
  readonly ledger: string
  readonly nonce: string
  readonly signature: string
  readonly askedBy: string
}

/** What only a server does for payees that sign in with it. */
export interface PeopleServed {
  /** Uses a link up. @throws HeadwaterError `link.refused` */
  spendLink(token: string): Promise<{ readonly link: string; readonly payee: string }>
  /** Whether a link that was used is not revoked. */
  linkStands(link: string): Promise<boolean>
  /** Keeps what was signed. @throws HeadwaterError `payee.accountFixed` */
  noteSigned(signed: SignedAccount): Promise<void>
}

/** The message of EIP-4361 that an account signs to sign in. */
export interface SignInMessage {
  /** CAIP-10, on an eip155 chain. */
  readonly account: string
  readonly domain: string
  readonly uri: string
  readonly nonce: string
  readonly issuedAt: Date
  readonly expiresAt: Date
}

/** What an account signs that a payee binds: typed data of EIP-712. */
export interface AccountMessage {
  /** The address of the ledger's console: by it people tell one ledger from another. */
  readonly ledger: string
  readonly payee: string
  /** CAIP-10, on an eip155 chain. */
  readonly account: string
  readonly nonce: string
}

/** The typed data as `eth_signTypedData_v4` takes it. */
type TypedData = Readonly<Record<string, unknown>>

/** A claim as a transaction that the account itself sends. */
interface ClaimTransaction {
  readonly chainId: string
  readonly from: string
  readonly to: string
  readonly data: string
  readonly value: '0'
}

/** What a root of a distributor proves for an account. */
export interface ProvenClaim {
  readonly distributor: string
  readonly account: string
  /** In the list of the contract. */
  readonly index: number
  readonly leaves: readonly {
    readonly token: string
    readonly cumulative: string
    readonly proof: readonly string[]
  }[]
}

interface ChainsServed {
  writeSignIn(message: SignInMessage): string
  /** Whether the account signed the text: by its key, or by the contract that it is (EIP-1271, EIP-6492). */
  signedText(account: string, text: string, signature: string): Promise<boolean>
  typedData(message: AccountMessage): TypedData
  signedAccount(message: AccountMessage, signature: string): Promise<boolean>
  writeClaim(chain: string, claim: ProvenClaim): ClaimTransaction
}

/** Joined by the process that serves: the ledger that it has open, and chains. */
export type ServedPeople = PeopleServed & ChainsServed
