/**
 * The sentences that refuse a name, an amount or a count. Each names the value, cut to size, what is wrong with it (the
 * character with its place, where one is at fault), and what is allowed. Several places refuse the same values: events,
 * mappings and the records of gateways.
 */
import { nearTexts } from '../base/nearTexts.ts'
import { characterName } from '../base/unseenText.ts'
import { quoted } from './text.ts'

const assetKinds = ['dataset', 'model', 'agent', 'tool'] as const
const kindsText = 'The kinds are dataset, model, agent and tool.'

/** What a name consists of: a character class, the same in words, and the most characters. */
interface NameRule {
  readonly what: string
  /** Where the text is a part of a name, what the part is called. */
  readonly part?: string
  readonly allowed: RegExp
  readonly allowedText: string
  readonly lengthMax: number
}

const pathRule: NameRule = {
  what: 'an asset id',
  part: 'its path, after the kind,',
  allowed: /[A-Za-z0-9._\-+/@]/,
  allowedText: 'A-Z a-z 0-9 . _ - + / @',
  lengthMax: 255,
}
const versionRule: NameRule = {
  what: 'a version',
  allowed: /[A-Za-z0-9._\-+@]/,
  allowedText: 'A-Z a-z 0-9 . _ - + @',
  lengthMax: 64,
}
const currencyRule: NameRule = {
  what: 'a currency',
  allowed: /[A-Za-z0-9._-]/,
  allowedText: 'A-Z a-z 0-9 . _ -',
  lengthMax: 32,
}

/** Of a text that is not an asset id. */
export function assetSentence(text: string): string {
  const colon = text.indexOf(':')
  const kind = colon < 0 ? '' : text.slice(0, colon)
  if (colon < 0 || !(assetKinds as readonly string[]).includes(kind)) {
    return `${quoted(text)} is not an asset id, which is kind:path. ${kindFault(text, colon)} ${kindsText}`
  }
  return nameSentence(text, pathRule, colon + 1)
}

function kindFault(text: string, colon: number): string {
  if (text === '') return 'It is empty.'
  if (colon < 0) {
    return isPath(text)
      ? `It has no kind: ${quoted(`model:${text}`)} would be the model of this name.`
      : 'It has no kind.'
  }
  const kind = text.slice(0, colon)
  const [near] = nearTexts(kind.toLowerCase(), assetKinds)
  const meant = (assetKinds as readonly string[]).find((name) => name === kind.toLowerCase()) ?? near
  return `It begins with ${kind === '' ? 'a colon' : quoted(kind)}, which is not a kind${meant === undefined ? '' : `; ${meant} is one`}.`
}

function isPath(text: string): boolean {
  return /^[A-Za-z0-9._\-+/@]{1,255}$/.test(text)
}

/** Of a text that is not the name of a version. */
export function versionSentence(text: string): string {
  return nameSentence(text, versionRule)
}

/** Of a text that is not the code of a currency. */
export function currencySentence(text: string): string {
  return nameSentence(text, currencyRule)
}

/** @param from where in the text the part begins that the rule is for */
function nameSentence(text: string, rule: NameRule, from = 0): string {
  const { what, part = 'it', allowed, allowedText, lengthMax } = rule
  const size = `1 to ${lengthMax} of ${allowedText}`
  const named = text.slice(from)
  const foreign = foreignCharacter(text, allowed, from)
  if (foreign !== undefined)
    return `${quoted(text)} is not ${what}: ${part} has ${foreign}. Allowed are ${size}.`
  const length = named === '' ? 'is empty' : `has ${named.length} characters`
  return `${quoted(text)} is not ${what}: ${part} ${length}. Allowed are ${size}.`
}

/** Of a text that is not an EVM address. */
export function addressSentence(text: string): string {
  const rule = `${quoted(text)} is not an address of 0x and 40 hexadecimal digits`
  if (!text.startsWith('0x')) return `${rule}: it does not begin with 0x.`
  const foreign = foreignCharacter(text, /[0-9a-fA-F]/, 2)
  return foreign === undefined ? `${rule}: it has ${text.length - 2} digits.` : `${rule}: it has ${foreign}.`
}

/** Of a text that is not a CAIP-10 account. */
export function accountSentence(text: string): string {
  const rule = `${quoted(text)} is not a CAIP-10 account such as eip155:8453:0x…`
  if (/^0x[0-9a-fA-F]{40}$/.test(text)) return `${rule}: it is an address without its chain.`
  const foreign = foreignCharacter(text, /[-:_.%a-zA-Z0-9]/)
  if (foreign !== undefined) return `${rule}: it has ${foreign}.`
  const parts = text.split(':').length
  return parts === 3 ? `${rule}.` : `${rule}: it has ${parts} parts, not 3.`
}

/** The first character that is not allowed, as messages name it: `U+003A COLON at position 7`. */
export function foreignCharacter(text: string, allowed: RegExp, from = 0): string | undefined {
  let position = Array.from(text.slice(0, from)).length
  for (const character of text.slice(from)) {
    position++
    if (!allowed.test(character)) return `${characterName(character.codePointAt(0)!)} at position ${position}`
  }
  return undefined
}

/** Of a value that is not an amount: a text of the wrong form, or no text at all. */
export function amountSentence(value: unknown): string {
  if (typeof value !== 'string') return decimalTextSentence('An amount', value)
  return `${quoted(value)} is not a decimal amount${amountFault(value)}. An amount has digits and perhaps a point with digits after it.`
}

/** Of a value that is no text, where decimal text is needed: a JSON number is rounded before it can be read. */
export function decimalTextSentence(what: string, value: unknown): string {
  if (typeof value !== 'number') return `${what} is a decimal string, and this is ${kindOf(value)}.`
  return `${what} is a decimal string, never a JSON number: write ${quoted(numberText(value))}, not ${numberText(value)}.`
}

function amountFault(text: string): string {
  if (text === '') return ': it is empty'
  if (text.trim() !== text) return ', because it has white space around it'
  if (/^\+/.test(text)) return ', because it has a plus sign'
  if (/^[-\u2212]/.test(text)) return ', because it is negative'
  if (/^[0-9.]+[eE][+-]?[0-9]+$/.test(text)) return ', because it has an exponent'
  if (/^[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?$/.test(text))
    return ', because it has commas between its digits'
  if (/^[0-9]+,[0-9]+$/.test(text)) return ', because it has a decimal comma'
  if (/^0[0-9]/.test(text) && /^[0-9]+(?:\.[0-9]+)?$/.test(text))
    return ', because it begins with a zero too many'
  if (/^\.[0-9]+$/.test(text)) return ', because it has no digit before the point'
  if (/^[0-9]+\.$/.test(text)) return ', because it has no digit after the point'
  if (/^(?:nan|-?inf(?:inity)?|null|none)$/i.test(text)) return ', because it is a word'
  const foreign = foreignCharacter(text, /[0-9.]/)
  return foreign === undefined ? ', because it has more than one point' : `: it has ${foreign}`
}

/** What is counted: `Tokens`, `Units`. */
export interface CountRule {
  readonly what: string
  readonly min: number
}

/** Of a value that is not a whole number within the bounds. */
export function countSentence(value: unknown, { what, min }: CountRule): string {
  const rule = `${what} are an integer from ${min} to 10^15, as number or digits`
  if (typeof value === 'number') return `${rule}; ${numberText(value)} ${numberFault(value, min)}.`
  if (typeof value !== 'string') return `${rule}; this is ${kindOf(value)}.`
  return `${rule}; ${quoted(value)} ${countFault(value, min)}.`
}

function countFault(text: string, min: number): string {
  if (text === '') return 'is empty'
  if (/^-?[0-9]+$/.test(text)) {
    const count = Number(text)
    if (/^0[0-9]/.test(text)) return 'begins with a zero too many'
    return numberFault(count, min)
  }
  if (/^[0-9]*\.[0-9]+$/.test(text)) return 'has a fraction'
  return `has ${foreignCharacter(text, /[0-9]/) ?? 'another character'}`
}

function numberFault(count: number, min: number): string {
  if (count < min) return `is below ${min}`
  if (!Number.isInteger(count)) return 'is not a whole number'
  return 'is above 10^15'
}

/** A number as JSON writes it. */
function numberText(value: number): string {
  return Number.isFinite(value) ? JSON.stringify(value) : String(value)
}

/** What a JSON value is, in words. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  switch (typeof value) {
    case 'string':
      return 'a string'
    case 'number':
      return 'a number'
    case 'boolean':
      return String(value)
    case 'object':
      return 'an object'
    default:
      return 'nothing'
  }
}
