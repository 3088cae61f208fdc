/** What banks take: account numbers with their check digits, and the letters of payment messages. */

const ibanForm = /^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$/
const bicForm = /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/

/** Without blanks, in capitals; undefined where form or check digits (ISO 7064, mod 97-10) are wrong. */
export function readIban(text: string): string | undefined {
  const iban = text.replace(/\s/g, '').toUpperCase()
  if (!ibanForm.test(iban)) return undefined
  const digits = (iban.slice(4) + iban.slice(0, 4)).replace(/[A-Z]/g, (letter) =>
    String(letter.charCodeAt(0) - 55),
  )
  return BigInt(digits) % 97n === 1n ? iban : undefined
}

export function readBic(text: string): string | undefined {
  const bic = text.replace(/\s/g, '').toUpperCase()
  return bicForm.test(bic) ? bic : undefined
}

const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  Æ: 'AE',
  æ: 'ae',
  Ø: 'O',
  ø: 'o',
  Ł: 'L',
  ł: 'l',
  Đ: 'D',
  đ: 'd',
  Ð: 'D',
  ð: 'd',
  Ħ: 'H',
  ħ: 'h',
  Ŧ: 'T',
  ŧ: 't',
  Ŋ: 'N',
  ŋ: 'n',
  ı: 'i',
  Þ: 'Th',
  þ: 'th',
  Œ: 'OE',
  œ: 'oe',
  '&': '+',
  '‘': "'",
  '’': "'",
  ʼ: "'",
  ʻ: "'",
  '‐': '-',
  '‑': '-',
  '–': '-',
  '—': '-',
}

/**
 * A text in the letters that every bank of the SEPA area takes: accents go, and another sign becomes a point. Undefined
 * where a letter or a digit would be lost, since banks compare names with those of their accounts, or where none is left.
 */
export function bankText(text: string, lengthMax: number): string | undefined {
  const plain = text
    .replace(/./gu, (one) => letters[one] ?? one)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/\s+/g, ' ')
  if (/(?![A-Za-z0-9])[\p{L}\p{N}]/u.test(plain)) return undefined
  const taken = plain
    .replace(/[^A-Za-z0-9/\-?:().,'+ ]/gu, '.')
    // A message field neither begins nor ends with a slash, nor has two in a row.
    .replace(/\/{2,}/g, '/')
    .replace(/^[/ ]+/, '')
    .slice(0, lengthMax)
    .replace(/[/ ]+$/, '')
  return /[A-Za-z0-9]/.test(taken) ? taken : undefined
}
