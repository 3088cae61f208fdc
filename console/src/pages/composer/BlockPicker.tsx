/** Finds models, datasets and tools by the beginning of their ids. Arrow keys go through what was found. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { headwater } from '../../app/headwater.ts'
import { Failure } from '../../parts/Failure.tsx'
import { useSettled } from './useSettled.ts'

const kinds = ['model', 'dataset', 'tool', 'agent'] as const
const shownMax = 12

export function BlockPicker({ onPick }: { onPick: (asset: string) => void }) {
  const [kind, setKind] = useState<string>('model')
  const [path, setPath] = useState('')
  const prefix = useSettled(`${kind}:${path.replace(/^(?:model|dataset|tool|agent):/, '')}`, 150)
  const { data, error } = useQuery({
    queryKey: ['assets', 'beginning', prefix],
    queryFn: () => headwater.assets({ prefix, limit: shownMax }),
    placeholderData: keepPreviousData,
  })
  const id = useId()
  const found = useRef<HTMLUListElement>(null)
  const type = (text: string) => {
    const named = kinds.find((name) => text.startsWith(`${name}:`))
    if (named !== undefined) setKind(named)
    setPath(text)
  }
  return (
    <div className="picker">
      <fieldset className="kinds">
        <legend>What the agent uses</legend>
        {kinds.map((name) => (
          <label key={name}>
            <input
              type="radio"
              name={id}
              value={name}
              checked={kind === name}
              onChange={() => setKind(name)}
            />
            {name}
          </label>
        ))}
      </fieldset>
      <p className="field">
        <label htmlFor={`${id} path`}>Begins with</label>
        <input
          id={`${id} path`}
          type="search"
          value={path}
          placeholder="acme/"
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => type(event.target.value)}
          onKeyDown={(event) => step(event, found.current)}
        />
      </p>
      {error !== null && <Failure error={error} />}
      <ul className="found" ref={found} aria-label="Assets that begin so">
        {data?.items.map(({ asset, owner, name, latestVersion }) => (
          <li key={asset}>
            <button
              type="button"
              disabled={latestVersion === null}
              onKeyDown={(event) => step(event, found.current)}
              onClick={() => onPick(asset)}
            >
              <bdi className="asset">{asset}</bdi>{' '}
              <span className="beside">
                {name !== null && <bdi>{name}, </bdi>}of <bdi>{owner}</bdi>
                {latestVersion === null ? ', no version yet' : `, ${latestVersion}`}
              </span>
            </button>
          </li>
        ))}
        {data?.items.length === 0 && <li className="empty">No {kind} begins so.</li>}
      </ul>
    </div>
  )
}

/** Down and up go through the buttons. */
function step(event: KeyboardEvent, list: HTMLUListElement | null): void {
  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (by === 0 || list === null) return
  const buttons = [...list.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')]
  const next = buttons[buttons.indexOf(document.activeElement as HTMLButtonElement) + by]
  event.preventDefault()
  next?.focus()
}
