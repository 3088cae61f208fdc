/**
 * Numbers as people and programs write them: `1234.5`, `3e-05`, `1.234,50`, `1 234`, `12.0`. A number that can be read in
 * two ways is refused, with the fields of the mapping that decide between them.
 */
import { fail } from '../../../errors.ts'
import { exact, exactText } from '../exact.ts'
import { amountFix, whyNoAmount } from './amountFaults.ts'

export interface NumberForm {
  /** Before the fraction. Left out: a point, unless `thousands` is a point. */
  readonly decimalMark?: '.' | ',' | undefined
  /** Between groups of three digits. */
  readonly thousands?: '.' | ',' | ' ' | "'" | undefined
}

const digits = /^[0-9]+$/
const simple = /^([0-9]+)(?:([.,])([0-9]+))?([eE][+-]?[0-9]{1,3})?$/
const grouped =
  /^([1-9][0-9]{0,2})((?:([., '\u00a0\u2009\u202f\u2019])[0-9]{3})(?:\3[0-9]{3})*)(?:([.,])([0-9]+))?$/

/**
 * An amount as decimal text with a point, perhaps with an exponent.
 * @throws HeadwaterError `record.malformed`
 */
export function amountText(text: string, given: NumberForm, path: string): string {
  if (digits.test(text)) return text
  if (given.decimalMark === undefined && given.thousands === undefined) checkPoint(text, path)
  const form = given.decimalMark === undefined && given.thousands === undefined ? pointForm : given
  const group = grouped.exec(text)
  if (group) return groupedText(text, group, { form, path, whole: false })
  return (
    simpleText(text, form, path) ??
    fail(
      'record.malformed',
      `${path} is not an amount of zero or more: ${shown(text)}${whyNoAmount(text)}.`,
      {
        path,
        ...amountFix(text),
      },
    )
  )
}

const pointForm: NumberForm = { decimalMark: '.' }

/**
 * A mapping that names no marks has points. One amount alone may have only one reading with a comma, but then another of
 * its file, such as 1.000, would be read wrong without a word.
 */
function checkPoint(text: string, path: string): void {
  if (!/^[0-9][0-9., '\u00a0\u2009\u202f\u2019]*$/.test(text) || !text.includes(',')) return
  fail('record.malformed', `${path} is ${shown(text)}, and the mapping does not say what its comma is.`, {
    path,
    fix: 'Add "decimalMark": "," to the mapping if the comma is before the fraction, "thousands": "," if it is between thousands.',
  })
}

/**
 * A count as digits, or the text as it is where it is no number: the schema of events refuses it then.
 * @throws HeadwaterError `record.malformed` where it can be read in two ways
 */
export function countText(text: string, form: NumberForm, path: string): string {
  if (digits.test(text)) return text
  const group = grouped.exec(text)
  if (group) return groupedText(text, group, { form, path, whole: true })
  if (withExponent.test(text)) return wholeText(text) ?? text
  return text.replace(/^([0-9]+)\.0+$/, '$1')
}

const withExponent = /^[0-9]+(?:\.[0-9]+)?[eE]\+?[0-9]{1,2}$/

/** `1.2e3` is 1200. Undefined where a fraction is left. */
function wholeText(text: string): string | undefined {
  const written = exactText(exact(text))
  return written.includes('.') ? undefined : written
}

/**
 * A part of a count that is multiplied, such as a number of thousands, may be 1200 or have a fraction.
 * @throws HeadwaterError `record.malformed` where only the mapping can say
 */
export function requireClear(text: string, { decimalMark, thousands }: NumberForm, path: string): void {
  if (decimalMark !== undefined || thousands !== undefined) return
  const match = /^([1-9][0-9]{0,2})\.([0-9]{3})$/.exec(text)
  if (match) failTwoWays(text, { integer: match[1]! + match[2]!, fraction: text, sign: '.' }, path)
}

interface TwoWays {
  readonly integer: string
  readonly fraction: string
  readonly sign: string
}

function failTwoWays(text: string, { integer, fraction, sign }: TwoWays, path: string): never {
  return fail(
    'record.malformed',
    `${path} is ${shown(text)}, which may be ${integer} or ${fraction}, and the mapping does not say.`,
    {
      path,
      fix: `Add "thousands": "${sign}" to the mapping for ${integer}, or "decimalMark": "${sign}" for ${fraction}.`,
    },
  )
}

function simpleText(text: string, { decimalMark, thousands }: NumberForm, path: string): string | undefined {
  const match = simple.exec(text)
  if (!match) return undefined
  const [, whole, mark, fraction, exponent = ''] = match
  if (mark === undefined) return text
  if (mark === thousands || (decimalMark !== undefined && mark !== decimalMark)) {
    const key = mark === thousands ? `"thousands": "${mark}"` : `"decimalMark": "${decimalMark}"`
    fail('record.malformed', `${path} is ${shown(text)}, which does not fit ${key} of the mapping.`, { path })
  }
  return `${whole}.${fraction}${exponent}`
}

function failPoints(text: string, path: string): never {
  const message = `${path} is ${shown(text)}, whose points are between thousands, and the mapping does not say so.`
  return fail('record.malformed', message, { path, fix: 'Add "thousands": "." to the mapping.' })
}

interface Wanted {
  readonly form: NumberForm
  readonly path: string
  /** A count has no fraction. */
  readonly whole: boolean
}

/** Groups of three digits with one sign between them, which may also be one group after a decimal mark. */
function groupedText(text: string, match: RegExpExecArray, { form, path, whole }: Wanted): string {
  const [, head, groups = '', written = '', mark, fraction] = match
  const sign =
    written === '.' || written === ',' ? written : written === '\u2019' ? "'" : written.trim() || ' '
  const { thousands, decimalMark = thousands === '.' ? ',' : thousands === ',' ? '.' : undefined } = form
  const integer = head! + groups.replaceAll(written, '')
  const isOneGroup = groups.length === 4
  const wrong =
    mark === sign ||
    (thousands !== undefined && sign !== thousands && !(isOneGroup && sign === decimalMark)) ||
    (mark !== undefined && decimalMark !== undefined && mark !== decimalMark) ||
    (sign === decimalMark && (!isOneGroup || mark !== undefined))
  if (wrong) {
    const keys = Object.entries(form).filter(([, value]) => value !== undefined)
    const given = keys.map(([name, value]) => `"${name}": "${value}"`).join(' and ')
    if (form === pointForm) return failPoints(text, path)
    const rule = given === '' ? 'is not a number' : `does not fit ${given} of the mapping`
    return fail('record.malformed', `${path} is ${shown(text)}, which ${rule}.`, { path })
  }
  const isZeros = whole && fraction !== undefined && /^0+$/.test(fraction)
  const fractional = fraction === undefined || isZeros ? '' : `.${fraction}`
  if (thousands === sign || !isOneGroup || mark !== undefined || sign === ' ' || sign === "'") {
    return integer + fractional
  }
  // One group of three digits after a point or a comma, and nothing else that decides.
  const asFraction = `${head}.${groups.slice(1)}`
  if (sign === decimalMark || (sign === '.' && decimalMark === undefined && !whole)) return asFraction
  // A count has no fraction, so only zeros after the sign could be one.
  if (whole && (decimalMark !== undefined || groups.slice(1) !== '000')) return integer
  return failTwoWays(text, { integer, fraction: asFraction, sign }, path)
}

const shownMax = 64

function shown(text: string): string {
  return JSON.stringify(text.length > shownMax ? `${text.slice(0, shownMax)}…` : text)
}
