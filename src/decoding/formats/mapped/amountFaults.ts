/** What an amount that can't be read looks like, and what its sender can do: for messages of refusal. */
import { characterName } from '../../../base/unseenText.ts'

interface Look {
  readonly pattern: RegExp
  readonly says: string
  readonly fix: string
}

const negativeFix =
  'A call costs zero or more. Leave refunds and corrections out by a rule of "where" in the mapping, such as {"above": 0}; credits are no calls.'
const signFix =
  'Export the amount as a bare number, with its currency in a column of its own that "currency" of the mapping names.'

/** The first that fits. */
const looks: readonly Look[] = [
  { pattern: /^[-\u2212\u2013]\s*[^0-9]?\s*[0-9]/, says: 'a negative amount', fix: negativeFix },
  { pattern: /^\(.*[0-9].*\)$/, says: 'a negative amount, in parentheses', fix: negativeFix },
  { pattern: /[0-9]\s*[-\u2212]$/, says: 'a negative amount, with its minus at the end', fix: negativeFix },
  {
    pattern: /[0-9]\s*%$/,
    says: 'a share in percent',
    fix: 'Name the column with the amount in "amount" of the mapping.',
  },
  { pattern: /^[\p{Sc}].*[0-9]|[0-9].*[\p{Sc}]$/u, says: 'an amount with a currency sign', fix: signFix },
  { pattern: /^[A-Z]{2,4}\$?\s*[0-9]|[0-9]\s*[A-Z]{3}$/i, says: 'an amount with a currency', fix: signFix },
  { pattern: /^[.,][0-9]+$/, says: 'a fraction without its zero', fix: 'Write 0.5 for .5.' },
  {
    pattern: /^(?:n\/?a|nan|null|none|nil|-+|#\S+|unknown)$/i,
    says: 'a word for no value',
    fix: 'Leave the cell empty where there is no amount: then the rate prices the row. Or leave such rows out by a rule of "where".',
  },
]

export function whyNoAmount(text: string): string {
  const look = looks.find(({ pattern }) => pattern.test(text))
  const fault = foreignCharacter(text)
  return `${look ? `, which looks like ${look.says}` : ''}${fault === undefined ? '' : `; it has ${fault}`}`
}

export function amountFix(text: string): { readonly fix?: string } {
  const look = looks.find(({ pattern }) => pattern.test(text))
  return look ? { fix: look.fix } : {}
}

function foreignCharacter(text: string): string | undefined {
  const characters = [...text]
  const at = characters.findIndex((character) => !/[0-9.,eE+]/.test(character))
  return at < 0 ? undefined : `${characterName(characters[at]!.codePointAt(0)!)} at position ${at + 1}`
}
