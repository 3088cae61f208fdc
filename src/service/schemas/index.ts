/**
 * The shape of every answer: the API serialises by it, OpenAPI shows it, and types are derived from it. The room that
 * gives an answer has its shape. The shapes of answers that are composed from several rooms are here.
 */
export * from './audit.ts'
export * from './composition.ts'
export * from './events.ts'
export * from './live.ts'
export * from './notices.ts'
export * from './operations.ts'
export * from './payeeExport.ts'
export * from './people.ts'
export * from './registry.ts'
export * from './settlement.ts'
