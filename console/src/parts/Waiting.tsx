import { useEffect, useState } from 'react'

/** When a wait is long enough to be explained. */
const longMs = 1_500

interface WaitingProps {
  /** What is loaded: `the epochs`. */
  readonly what: string
  /** Sentences on why it may take long; they show once it does. */
  readonly why?: string
}

export function Waiting({ what, why }: WaitingProps) {
  const [isLong, setLong] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), longMs)
    return () => clearTimeout(timer)
  }, [])
  return (
    <p className="waiting" role="status">
      Loading {what} … {isLong && why}
    </p>
  )
}
