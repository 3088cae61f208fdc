/** Bars of one currency by day, stacked by state. The table beside it has every figure: bars are for the eye alone. */
import './bars.css'
import type { CSSProperties } from 'react'

interface Bar {
  readonly label: string
  /** From the bottom up; only the heights come from these numbers, which are not exact. */
  readonly parts: readonly { readonly kind: string; readonly value: number }[]
}

const width = 800
const height = 180

export function Bars({ bars, about }: { bars: readonly Bar[]; about: string }) {
  const totals = bars.map(({ parts }) => parts.reduce((sum, { value }) => sum + value, 0))
  const highest = Math.max(...totals, Number.MIN_VALUE)
  const step = width / Math.max(bars.length, 1)
  return (
    <svg
      className="bars"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={about}
      preserveAspectRatio="none"
    >
      {bars.map(({ label, parts }, place) => {
        let below = 0
        return parts.map(({ kind, value }) => {
          const tall = (value / highest) * (height - 4)
          below += tall
          return (
            <rect
              key={`${label} ${kind}`}
              className={`bar ${kind}`}
              x={place * step + step * 0.1}
              width={step * 0.8}
              y={height - below}
              height={Math.max(tall, value > 0 ? 1 : 0)}
            >
              <title>{label}</title>
            </rect>
          )
        })
      })}
    </svg>
  )
}

/** A part of a whole, as a bar behind a figure. @param share from 0 to 1 */
export function Share({ share }: { share: number }) {
  const style: CSSProperties = { inlineSize: `${Math.max(0, Math.min(1, share)) * 100}%` }
  return (
    <span className="share" aria-hidden="true">
      <span style={style} />
    </span>
  )
}
