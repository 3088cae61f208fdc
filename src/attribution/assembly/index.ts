/** What src/attribution/flow.ts calls. */
export { scratchBytes } from './scratch'
export { divide } from './divide'
