import { useId } from 'react'

interface SliderProps {
  readonly label: string
  /** Decimal text: what is typed may be finer than a step. */
  readonly value: string
  readonly max: number
  readonly step: number
  readonly onChange: (value: string) => void
}

/** A slider with a field beside it, which takes every digit. */
export function Slider({ label, value, max, step, onChange }: SliderProps) {
  const id = useId()
  return (
    <p className="slider">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="range"
        min="0"
        max={max}
        step={step}
        value={Math.min(Number(value) || 0, max)}
        onChange={(event) => onChange(event.target.value)}
      />
      <input
        type="text"
        aria-label={`${label}, exactly`}
        inputMode="decimal"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </p>
  )
}
