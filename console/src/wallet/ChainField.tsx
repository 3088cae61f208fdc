interface ChainFieldProps {
  /** A plain text: a press on a label goes to the first control that the label holds, and a term is one. */
  readonly label: string
  readonly chain: string
  readonly onChange: (chain: string) => void
}

/** The number of an EVM chain; empty for the one that the wallet is on. */
export function ChainField({ label, chain, onChange }: ChainFieldProps) {
  return (
    <label>
      {label}
      <input
        value={chain}
        inputMode="numeric"
        pattern="[1-9][0-9]{0,15}"
        placeholder="8453"
        onChange={({ target }) => onChange(target.value)}
      />
    </label>
  )
}
