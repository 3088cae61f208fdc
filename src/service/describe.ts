/** Words for people that commands share. */
export { describeEdgeTerms } from '../events/edgeTerms.ts'
