import type { Audit } from '../../src/ledger/audit/auditLog.ts'

/** An audit that keeps nothing. */
export function createMemoryAudit(): Audit {
  return {
    record: async () => {},
    inForce: async () => {},
    closed: async () => {},
    registry: { recorded: async () => {} },
    page: async () => ({ items: [], next: null }),
  }
}
