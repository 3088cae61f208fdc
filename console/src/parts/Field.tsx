import { useId } from 'react'
import './field.css'

interface FieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly type?: 'text' | 'date'
  readonly placeholder?: string
  readonly isWrong?: boolean
  readonly inputMode?: 'decimal'
}

export function Field({ label, value, onChange, type = 'text', isWrong = false, ...rest }: FieldProps) {
  const id = useId()
  return (
    <p className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={type}
        value={value}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={isWrong}
        onChange={(event) => onChange(event.target.value)}
        {...rest}
      />
    </p>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly choices: readonly { readonly value: string; readonly title: string }[]
  readonly onChange: (value: string) => void
}

export function Choice({ label, value, choices, onChange }: ChoiceProps) {
  const id = useId()
  return (
    <p className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.title}
          </option>
        ))}
      </select>
    </p>
  )
}
