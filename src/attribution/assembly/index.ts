/** What src/attribution/flow.ts calls. */
export { scratchBytes } from './scratch'
export { divide, divideSigned } from './divide'
