interface AmountProps {
  /** Decimal text with all digits, as the server has it. */
  readonly value: string
  readonly currency?: string
}

/** An amount with every digit, so that what is copied is exact. */
export function Amount({ value, currency }: AmountProps) {
  return (
    <span className="amount">
      <data value={value}>{value}</data>
      {currency !== undefined && (
        <>
          {' '}
          <bdi className="currency">{currency}</bdi>
        </>
      )}
    </span>
  )
}
