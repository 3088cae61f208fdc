/** Failures of trees and proofs with the advice of their own area alone: a browser that checks a proof loads no more. */
import { adviseOn, fail } from '../errors/error.ts'
import { merkleErrors } from '../errors/merkle.ts'

adviseOn(merkleErrors)

export { fail }
