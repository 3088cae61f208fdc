/** How the digest of the calls that an epoch settled was made, if it is not the way of version 1 of the manifest. */
import { fail } from '../errors.ts'

const settledAlgorithms = ['sha256-calls'] as const
export type SettledAlgorithm = (typeof settledAlgorithms)[number]

/** @throws HeadwaterError `data.newer` */
export function readSettledAlgorithm(epoch: number, name: string | undefined): SettledAlgorithm | undefined {
  if (name === undefined) return undefined
  const known = settledAlgorithms.find((algorithm) => algorithm === name)
  if (known !== undefined) return known
  return fail(
    'data.newer',
    `The calls of epoch ${epoch} have a digest of the algorithm ${name}; this Headwater knows ${settledAlgorithms.join(', ')}.`,
    { data: { epoch, algorithm: name } },
  )
}
