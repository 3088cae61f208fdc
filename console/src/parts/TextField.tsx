/** A labelled input of a form. Its text follows the place that the page shows, and what is typed meanwhile stays. */
import { useEffect, useId, useRef } from 'react'

interface TextFieldProps {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly placeholder?: string
  readonly required?: boolean
}

export function TextField({ name, label, value, placeholder, required }: TextFieldProps) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  // The text is set in the input that is there: a new input would lose the focus.
  useEffect(() => {
    if (input.current !== null) input.current.value = value
  }, [value])
  return (
    <span className="field">
      <label htmlFor={id}>{label}</label>
      <input
        ref={input}
        id={id}
        name={name}
        defaultValue={value}
        placeholder={placeholder}
        required={required}
        autoComplete="off"
        spellCheck={false}
      />
    </span>
  )
}
