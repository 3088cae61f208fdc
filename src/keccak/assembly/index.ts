/** What the module exports to src/keccak/engine.ts. */
import { permute } from './permutation'

export { hashFixed } from './fixed'
export { begin, finish, hashMany, update } from './messages'

/** Memory from here on belongs to the caller. */
export function workspace(): usize {
  return __heap_base
}

/** Both states through `count` permutations: for benchmarks. */
export function permuteMany(count: i32): void {
  for (let i = 0; i < count; i++) permute()
}
