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
  Þ: 'Th',
  þ: 'th',
  Œ: 'OE',
  œ: 'oe',
  '&': '+',
}

/**
 * A text in the letters that every bank of the SEPA area takes: accents go, and a letter without a Latin one becomes a
 * point. Undefined where nothing that a person reads is left.
 */
export function bankText(text: string, lengthMax: number): string | undefined {
  const plain = text
    .replace(/./gu, (one) => letters[one] ?? one)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9/\-?:().,'+ ]/g, '.')
    .replace(/\s+/g, ' ')
    .trim()
    // A message field neither begins with a slash nor has two in a row.
    .replace(/\/{2,}/g, '/')
    .replace(/^\/+|\/+$/g, '')
    .slice(0, lengthMax)
    .trim()
  return /[A-Za-z0-9]/.test(plain) ? plain : undefined
}
