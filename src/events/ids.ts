/**
 * The ids of assets, versions, currencies and payees in events. Each kind is a text with a brand that one parser gives,
 * so a text that no parser checked does not compile as an id, and no kind of id passes for another.
 */
import { characterName, unseenCharacter } from '../base/unseenText.ts'
import type { Brand } from '../brand.ts'
import { type ErrorCode, fail } from '../errors.ts'
import { accountOfPayeeId } from './account.ts'
import { hasControlCharacter, measured, quoted } from './text.ts'

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

/** @throws HeadwaterError `asset.malformed` */
export function parseAssetId(text: string): AssetId {
  check(text, assetPattern, {
    code: 'asset.malformed',
    rule: 'is not an asset id: kind:path, kind one of dataset, model, agent, tool.',
  })
  return text as AssetId
}

/** @throws HeadwaterError `version.malformed` */
export function parseVersionName(text: string): VersionName {
  check(text, versionPattern, {
    code: 'version.malformed',
    rule: 'is not a version: 1 to 64 of A-Z a-z 0-9 . _ - + @.',
  })
  return text as VersionName
}

/** @throws HeadwaterError `currency.malformed` */
export function parseCurrencyCode(text: string): CurrencyCode {
  check(text, currencyPattern, {
    code: 'currency.malformed',
    rule: 'is not a currency: 1 to 32 of A-Z a-z 0-9 . _ -.',
  })
  return text as CurrencyCode
}

/** @throws HeadwaterError `text.*`, `payee.malformed`, those of `accountOfPayeeId` */
export function parsePayeeId(text: string): PayeeId {
  measured(text, payeeBytesMax)
  if (hasControlCharacter(text)) fail('payee.malformed', 'A payee has no control characters in it.')
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

function check(text: string, pattern: RegExp, refusal: { code: ErrorCode; rule: string }): void {
  if (!pattern.test(text)) fail(refusal.code, `${quoted(text)} ${refusal.rule}`)
}
