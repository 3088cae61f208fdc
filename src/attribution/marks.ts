/**
 * A set of versions that costs nothing to empty: a mark counts only if it has the number of the current round. All
 * walks share one set, because a walk ends before the next begins. So the cost of a walk depends on what it reaches,
 * not on the size of the graph.
 */
export interface Marks {
  has(version: number): boolean
  /** Marks the version; false if it was marked before. */
  add(version: number): boolean
}

let rounds = new Uint32Array(0)
let round = 0

/** The scratch set, empty, for versions below `versionCount`. Valid until the next call. */
export function freshMarks(versionCount: number): Marks {
  if (rounds.length < versionCount) {
    rounds = new Uint32Array(Math.max(versionCount, rounds.length * 2))
    round = 0
  }
  if (round === 0xffff_ffff) {
    rounds.fill(0)
    round = 0
  }
  round++
  return { has, add }
}

function has(version: number): boolean {
  return rounds[version] === round
}

function add(version: number): boolean {
  if (rounds[version] === round) return false
  rounds[version] = round
  return true
}
