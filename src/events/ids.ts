/**
 * The ids of assets, versions, currencies and payees in events. Each kind is a text with a brand that one parser gives,
 * so a text that no parser checked does not compile as an id, and no kind of id passes for another.
 */
import { characterName, unseenCharacter } from '../base/unseenText.ts'
import type { Brand } from '../brand.ts'
import { fail } from '../errors.ts'
import { accountOfPayeeId } from './account.ts'
import { assetSentence, currencySentence, versionSentence } from './sentences.ts'
import { controlCharacter, measured, quoted } from './text.ts'

/** `kind:path`, e.g. `dataset:eleutherai/pile`. */
export type AssetId = Brand<string, 'AssetId'>
/** The name of a version, unique within its asset. */
export type VersionName = Brand<string, 'VersionName'>
export type CurrencyCode = Brand<string, 'CurrencyCode'>
/** Compared as written. An id in the form of a CAIP-10 account is that account. */
export type PayeeId = Brand<string, 'PayeeId'>

export const assetPattern = /^(?:dataset|model|agent|tool):[A-Za-z0-9._\-+/@]{1,255}$/
export const versionPattern = /^[A-Za-z0-9._\-+@]{1,64}$/
export const currencyPattern = /^[A-Za-z0-9._-]{1,32}$/
export const payeeBytesMax = 255
/** Seen where they are printed, and their own normal form. */
const printableAscii = /^[\x21-\x7e]*$/

/** @throws HeadwaterError `asset.malformed` */
export function parseAssetId(text: string): AssetId {
  if (!assetPattern.test(text)) fail('asset.malformed', assetSentence(text))
  return text as AssetId
}

/** @throws HeadwaterError `version.malformed` */
export function parseVersionName(text: string): VersionName {
  if (!versionPattern.test(text)) fail('version.malformed', versionSentence(text))
  return text as VersionName
}

/** @throws HeadwaterError `currency.malformed` */
export function parseCurrencyCode(text: string): CurrencyCode {
  if (!currencyPattern.test(text)) fail('currency.malformed', currencySentence(text))
  return text as CurrencyCode
}

/** @throws HeadwaterError `text.*`, `payee.malformed`, those of `accountOfPayeeId` */
export function parsePayeeId(text: string): PayeeId {
  measured(text, payeeBytesMax)
  const control = controlCharacter(text)
  if (control !== undefined) {
    const { code, position } = control
    fail(
      'payee.malformed',
      `The payee ${quoted(text)} has ${characterName(code)} at position ${position}. A payee has no control characters in it.`,
    )
  }
  // An account that no one can hold is refused here, wherever an event names a payee, because it can't be paid later.
  accountOfPayeeId(text)
  return text as PayeeId
}

/**
 * The rule for ids of payees that the ledger does not have yet: their names must not print like another's. It is apart
 * from `parsePayeeId`, which judges every event by itself, because ids that were accepted before it stay valid. Nothing
 * accepted is judged by it again, so another version of Node, with other tables of Unicode, changes no recorded event.
 * @throws HeadwaterError `payee.unseen`, `payee.notNormal`
 */
export function checkNewPayeeId(payee: PayeeId, path: string): void {
  if (printableAscii.test(payee)) return
  const unseen = unseenCharacter(payee)
  if (unseen !== undefined) {
    const { code, position } = unseen
    fail(
      'payee.unseen',
      `The payee ${quoted(payee)} has ${characterName(code)} at position ${position}, which is not seen where the name is printed.`,
      { path, data: { character: characterName(code), position } },
    )
  }
  if (payee.normalize('NFC') !== payee) {
    fail('payee.notNormal', `The payee ${quoted(payee)} is not in Unicode normalization form C (NFC).`, {
      path,
    })
  }
}
