import { useEffect, useState } from 'react'
import { Icon } from './Icon.tsx'

const shownMs = 2_000

interface CopyProps {
  readonly text: string
  /** What is copied, for a screen reader: `the hash`. */
  readonly what: string
}

export function Copy({ text, what }: CopyProps) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), shownMs)
    return () => clearTimeout(timer)
  }, [copied])
  return (
    <button
      type="button"
      className="copy"
      aria-label={copied ? `Copied ${what}` : `Copy ${what}`}
      onClick={() => void copyText(text).then(setCopied)}
    >
      <Icon name={copied ? 'done' : 'copy'} />
    </button>
  )
}

/** The clipboard is there on HTTPS and loopback only; elsewhere a selection is copied. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const area = document.createElement('textarea')
    area.value = text
    document.body.append(area)
    area.select()
    const done = document.execCommand('copy')
    area.remove()
    return done
  }
}
