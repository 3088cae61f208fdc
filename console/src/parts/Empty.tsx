import type { ReactNode } from 'react'

/** Where there is nothing to show: why, and the step that changes it. */
export function Empty({ children, step }: { children: ReactNode; step?: ReactNode }) {
  return (
    <div className="empty">
      <p>{children}</p>
      {step !== undefined && <p>{step}</p>}
    </div>
  )
}
