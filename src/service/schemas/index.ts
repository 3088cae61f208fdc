/**
 * Every answer's shape: the API serialises by it, OpenAPI shows it, types are derived from it. The room that gives an
 * answer has its shape; the shapes of answers that are put together of several rooms' are here.
 */
export * from './events.ts'
export * from './operations.ts'
export * from './registry.ts'
export * from './settlement.ts'
