/** One number that a benchmark found, and what it is compared with. */
export interface Measurement {
  readonly name: string
  /** What it was measured on, e.g. `10 M stored`. */
  readonly size: string
  readonly value: number
  readonly unit: string
  /** Another way to do the same, measured in the same run. */
  readonly peer?: string
  readonly peerValue?: number
  /** How much better `value` is than `peerValue`, or what the benchmark's opening comment says. */
  readonly ratio?: number
}
