/** What of the flow is shown. */
import { type FormEvent, useId } from 'react'
import { TextField } from '../../parts/TextField.tsx'
import type { Shown } from './view.ts'

interface FiltersProps {
  readonly shown: Shown
  readonly epochs: readonly number[]
  readonly currencies: readonly string[]
  readonly onShow: (change: Partial<Shown>) => void
}

export function Filters({ shown, epochs, currencies, onShow }: FiltersProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '').trim() || undefined
    onShow({ prefix: text('prefix'), owner: text('owner'), payee: text('payee'), asset: text('asset') })
  }
  return (
    <form className="card flow-filters" onSubmit={submit}>
      {shown.call === undefined && (
        <Choice
          label="Epoch"
          value={String(shown.epoch ?? epochs[0] ?? '')}
          choices={epochs.map(String)}
          onChoose={(epoch) => onShow({ epoch: Number(epoch) })}
        />
      )}
      {currencies.length > 1 && (
        <Choice
          label="Currency"
          value={shown.currency ?? ''}
          choices={['', ...currencies]}
          onChoose={(currency) => onShow({ currency: currency || undefined })}
        />
      )}
      <Choice
        label="Group others by"
        value={shown.by ?? 'kind'}
        choices={['kind', 'owner', 'prefix']}
        onChoose={(by) => onShow({ by: by as NonNullable<Shown['by']> })}
      />
      <Choice
        label="Shown one by one"
        value={String(shown.top ?? 12)}
        choices={['5', '12', '25', '50']}
        onChoose={(top) => onShow({ top: Number(top) })}
      />
      {(
        [
          ['asset', 'Only the asset'],
          ['prefix', 'Assets that begin with'],
          ['owner', 'Assets of the owner'],
          ['payee', 'Only the payee'],
        ] as const
      ).map(([name, label]) => (
        <TextField key={name} name={name} label={label} value={shown[name] ?? ''} />
      ))}
      <button type="submit">Show</button>
      <button
        type="button"
        onClick={() =>
          onShow({
            asset: undefined,
            prefix: undefined,
            owner: undefined,
            payee: undefined,
            currency: undefined,
          })
        }
      >
        Show all
      </button>
    </form>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly choices: readonly string[]
  readonly onChoose: (value: string) => void
}

function Choice({ label, value, choices, onChoose }: ChoiceProps) {
  const id = useId()
  return (
    <span className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChoose(event.target.value)}>
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice === '' ? 'all' : choice}
          </option>
        ))}
      </select>
    </span>
  )
}
