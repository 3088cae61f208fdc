/** The doctor, as one file to load: only the command that asks for it needs its parts. */
export { doctorReport, failing } from './doctor.ts'
export { examineEngines } from './engines.ts'
export { examineSurroundings } from './surroundings.ts'
