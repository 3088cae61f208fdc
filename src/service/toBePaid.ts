/** Why a balance waits and what ends the wait, as people read it. */
export { toBePaid } from '../terms/toBePaid.ts'
