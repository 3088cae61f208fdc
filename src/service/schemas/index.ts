/** Every answer's shape, written once: the API serialises by it, OpenAPI shows it, service.ts derives its types from it. */
export * from './common.ts'
export * from './events.ts'
export * from './operations.ts'
export * from './registry.ts'
export * from './settlement.ts'
