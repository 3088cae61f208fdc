/** How many fraction digits an amount of a currency may have: the minor units of ISO 4217, where they are not 2. */
const otherDigits: readonly (readonly [digits: number, codes: string])[] = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
]

const digitsOf = new Map(
  otherDigits.flatMap(([digits, codes]) => codes.split(' ').map((code) => [code, digits])),
)

export function currencyDigits(currency: string): number {
  return digitsOf.get(currency) ?? 2
}
