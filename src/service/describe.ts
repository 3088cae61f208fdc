/** Texts that several commands share. */
export { describeEdgeTerms } from '../events/edgeTerms.ts'
