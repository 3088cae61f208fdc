/** A word of the glossary. A press opens its sentence. */
import { type ReactNode, useId, useState } from 'react'

interface TermProps {
  /** As docs/glossary.md has it. A test compares. */
  readonly word: string
  /** What the page shows, where it is not the word itself: its plural, for example. */
  readonly children?: ReactNode
}

export function Term({ word, children }: TermProps) {
  const id = useId()
  const [meaning, setMeaning] = useState<string>()
  const load = async () => {
    if (meaning === undefined) setMeaning((await import('virtual:glossary')).default[word] ?? '')
  }
  return (
    <span className="term">
      <button type="button" popoverTarget={id} onClick={() => void load()}>
        {children ?? word}
      </button>
      <span popover="auto" id={id} role="note" className="meaning">
        <strong>{word}</strong> {meaning}
      </span>
    </span>
  )
}
