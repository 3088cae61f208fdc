/** Tables of how a ledger is run. */
import type { AuditEntry, QuarantineReport, RefusedPage } from '../../service/headwater.ts'
import type { WebhookStanding } from '../../service/noticing.ts'
import type { AccountChange, SignInLink } from '../../service/people.ts'
import type { Table } from './table.ts'

/** All of an entry, its event too. */
export const refusedTable: Table<RefusedPage['items'][number]> = {
  name: 'refused',
  columns: [
    { head: 'id', of: (entry) => entry.id, kind: 'name' },
    { head: 'origin', of: (entry) => entry.origin, kind: 'name' },
    { head: 'format', of: (entry) => entry.format },
    { head: 'line', of: (entry) => entry.line, kind: 'number' },
    { head: 'element', of: (entry) => entry.element ?? null, kind: 'number' },
    { head: 'source', of: (entry) => entry.source ?? null, kind: 'name' },
    { head: 'eventId', of: (entry) => entry.eventId ?? null, kind: 'name' },
    { head: 'code', of: (entry) => entry.code },
    { head: 'path', of: (entry) => entry.path },
    { head: 'message', of: (entry) => entry.message },
    { head: 'refusedAt', of: (entry) => entry.refusedAt, kind: 'time' },
    { head: 'raw', of: (entry) => entry.raw },
  ],
}

export const auditTable: Table<AuditEntry> = {
  name: 'audit',
  columns: [
    { head: 'at', of: ({ at }) => at, kind: 'time' },
    { head: 'action', of: ({ action }) => action },
    { head: 'by', of: ({ actor }) => actor.kind },
    { head: 'name', of: ({ actor }) => actor.name, kind: 'name' },
    { head: 'details', of: ({ details }) => Object.entries(details).map(describeDetail).join(', ') },
  ],
}

export const linkTable: Table<SignInLink> = {
  name: 'links',
  columns: [
    { head: 'link', of: ({ link }) => link },
    { head: 'payee', of: ({ payee }) => payee, kind: 'name' },
    { head: 'state', of: ({ state }) => state },
    { head: 'made', of: ({ madeAt }) => madeAt, kind: 'time' },
    { head: 'by', of: ({ madeBy }) => madeBy, kind: 'name' },
    { head: 'expires', of: ({ expiresAt }) => expiresAt, kind: 'time' },
    { head: 'used', of: ({ usedAt }) => usedAt, kind: 'time' },
  ],
}

export const accountChangeTable: Table<AccountChange> = {
  name: 'account-changes',
  columns: [
    { head: 'at', of: ({ at }) => at, kind: 'time' },
    { head: 'payee', of: ({ payee }) => payee, kind: 'name' },
    { head: 'account', of: ({ account }) => account },
    { head: 'before', of: ({ before }) => before },
    { head: 'asked by', of: ({ askedBy }) => askedBy },
    { head: 'bound', of: ({ bound }) => (bound ? 'yes' : 'no') },
    { head: 'payable from', of: ({ payableFrom }) => payableFrom, kind: 'time' },
  ],
}

export const webhookTable: Table<WebhookStanding> = {
  name: 'webhooks',
  columns: [
    { head: 'webhook', of: (line) => line.webhook },
    { head: 'since', of: (line) => line.since, kind: 'time' },
    { head: 'last taken', of: ({ last }) => last?.id ?? null, kind: 'name' },
    { head: 'at', of: ({ last }) => last?.at ?? null, kind: 'time' },
    { head: 'not taken', of: ({ failing }) => failing?.id ?? null, kind: 'name' },
    { head: 'why', of: ({ failing }) => failing?.why ?? null },
    { head: 'given up', of: (line) => line.givenUp.length, kind: 'number' },
  ],
}

function describeDetail([name, value]: [string, AuditEntry['details'][string]]): string {
  const shown = Array.isArray(value) ? value.join('; ') : JSON.stringify(value)
  return `${name} ${typeof value === 'object' ? shown : value}`
}

interface AsideLine {
  readonly of: 'calls' | 'books'
  readonly partition: string | null
  /** Number of the batch in its partition, or of the epoch. */
  readonly number: number
  readonly rows: number
  readonly amounts: string
  readonly quarantinedAt: string
}

/** Of both kinds. */
export const quarantineTable: Table<QuarantineReport, AsideLine> = {
  name: 'quarantine',
  columns: [
    { head: 'of', of: (line) => line.of },
    { head: 'partition', of: (line) => line.partition, kind: 'name' },
    { head: 'batch or epoch', of: (line) => line.number, kind: 'number' },
    { head: 'rows', of: (line) => line.rows, kind: 'number' },
    { head: 'amounts', of: (line) => line.amounts },
    { head: 'moved aside', of: (line) => line.quarantinedAt, kind: 'time' },
  ],
  lines: ({ calls, books }) => [
    ...calls.map(
      ({ partition, batch, rows, amounts, quarantinedAt }): AsideLine => ({
        of: 'calls',
        partition,
        number: batch,
        rows,
        amounts: amountsText(amounts),
        quarantinedAt,
      }),
    ),
    ...books.map(
      ({ epoch, lines: rows, quarantinedAt }): AsideLine => ({
        of: 'books',
        partition: null,
        number: epoch,
        rows,
        amounts: '',
        quarantinedAt,
      }),
    ),
  ],
}

export function amountsText(amounts: Readonly<Record<string, string>>): string {
  return Object.entries(amounts)
    .map(([currency, amount]) => `${amount} ${currency}`)
    .join(', ')
}
