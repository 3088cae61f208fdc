import type { Command } from 'commander'
import { z } from 'zod'
import {
  type ApiKey,
  addKey,
  type KeyRights,
  loadKeysPlace,
  readKeysFile,
  revokeKey,
  type Scope,
  scopes,
  settingsOf,
} from '../../config.ts'
import { fail } from '../../errors.ts'
import type { AuditAction, AuditEntry } from '../../service/headwater.ts'
import type { Column } from '../output/table.ts'
import type { Session } from '../session.ts'
import type { CommandDefinition } from './definition.ts'

const names = z.array(z.string()).optional()
const bounds = { sources: names, assets: names, owners: names, payees: names }
const keyEntry = z.object({
  name: z.string(),
  scopes: z.array(z.string()),
  ...bounds,
  sha256: z.string(),
})
const newKey = z.object({ name: z.string(), key: z.string(), file: z.string() })
const revokedKey = z.object({ name: z.string(), file: z.string() })

interface NewKeyOptions {
  readonly scope?: readonly string[]
  readonly source?: readonly string[]
  readonly asset?: readonly string[]
  readonly owner?: readonly string[]
  readonly payee?: readonly string[]
}

const withKeys = (command: Command): Command =>
  command.option('--keys <file>', 'the keys file (or HEADWATER_KEYS_FILE); a running server takes the change')
const repeated = (value: string, before: readonly string[] = []) => [...before, value]

export const keysNewCommand: CommandDefinition = {
  usage: 'new <name>',
  about: 'make a key, print it once, and add its hash to the keys file',
  examples: [
    'headwater keys new gateway-eu --keys keys.json --scope calls --source /gateways/eu-1',
    "headwater keys new acme --keys keys.json --scope registry --source /acme --asset 'model:acme/*' --owner lab:acme",
    'headwater keys new ann --keys keys.json --scope payee --payee ann',
  ],
  options: (command) =>
    withKeys(command)
      .option('--scope <scope>', `what the key may do; again for another: ${scopes.join(', ')}`, repeated)
      .option(
        '--source <pattern>',
        'only events of this source, * at its end for any ending; again',
        repeated,
      )
      .option('--asset <pattern>', 'only events about this asset, likewise', repeated)
      .option('--owner <pattern>', 'only registry events about assets of this owner, likewise', repeated)
      .option('--payee <payee>', 'a payee whose own statements and proofs the key reads; again', repeated),
  async run(session, [name]: [string], options: NewKeyOptions) {
    const { file } = placeOf(session)
    const rights = rightsOf(options)
    const key = addKey(file, name, rights)
    await note(session, 'keys.added', { name, ...defined(rights) })
    await session.out.object(newKey, { name, key, file })
    await session.out.text(
      `${key}\n\nThis is the key ${JSON.stringify(name)}. It is shown only now: ${file} has only its hash.`,
    )
    return undefined
  },
}

export const keysListCommand: CommandDefinition = {
  usage: 'list',
  about: 'list the keys of the keys file, with their scopes and bounds',
  examples: ['headwater keys list --keys keys.json'],
  lists: true,
  options: withKeys,
  async run(session) {
    const { file } = placeOf(session)
    const keys = readKeysFile(file)
    await session.out.list({ schema: keyEntry, rows: keys, columns, none: `${file} has no key.` })
    return undefined
  },
}

export const keysRevokeCommand: CommandDefinition = {
  usage: 'revoke <name>',
  about: 'remove a key from the keys file',
  examples: ['headwater keys revoke gateway-eu --keys keys.json'],
  options: withKeys,
  async run(session, [name]: [string]) {
    const { file } = placeOf(session)
    revokeKey(file, name)
    await note(session, 'keys.revoked', { name })
    await session.out.object(revokedKey, { name, file })
    await session.out.text(`The key ${JSON.stringify(name)} is removed from ${file}.`)
    return undefined
  },
}

/** The keys file may not exist yet, so the whole configuration can't be loaded. */
function placeOf(session: Session): { file: string; folder: string } {
  if (session.given.url !== undefined)
    fail('usage.invalid', 'Keys are in a file on the machine of the server: leave `--url` out.')
  const { file, folder } = loadKeysPlace(settingsOf(session.given))
  if (file === undefined) fail('usage.invalid', 'Name the keys file: `--keys FILE`, or HEADWATER_KEYS_FILE.')
  return { file, folder }
}

function rightsOf({ scope = [], source, asset, owner, payee }: NewKeyOptions): KeyRights {
  const unknown = scope.filter((name) => !(scopes as readonly string[]).includes(name))
  if (scope.length === 0 || unknown.length > 0) {
    const which = unknown.length > 0 ? `there is no scope ${unknown.join(', ')}` : 'a key has at least one'
    fail('usage.invalid', `Give \`--scope\`: ${which}. Scopes are ${scopes.join(', ')}.`)
  }
  return {
    scopes: scope as Scope[],
    ...(source && { sources: [...source] }),
    ...(asset && { assets: [...asset] }),
    ...(owner && { owners: [...owner] }),
    ...(payee && { payees: [...payee] }),
  }
}

async function note(session: Session, action: AuditAction, details: AuditEntry['details']): Promise<void> {
  const { noteInAudit } = await import('../../ledger/open.ts')
  await noteInAudit(placeOf(session).folder, action, details)
}

const columns: readonly Column<ApiKey>[] = [
  { head: 'name', of: ({ name }) => name, kind: 'name' },
  { head: 'scopes', of: ({ scopes: has }) => has.join(', ') },
  { head: 'bounds', of: describeBounds },
  { head: 'hash', of: ({ sha256 }) => `${sha256.slice(0, 8)}…` },
]

function describeBounds({ sources, assets, owners, payees }: ApiKey): string {
  return Object.entries({ sources, assets, owners, payees })
    .filter(([, list]) => list !== undefined)
    .map(([name, list]) => `${name} ${list!.join(', ')}`)
    .join('; ')
}

/** Without bounds that are not set. */
function defined(rights: KeyRights): Record<string, string[]> {
  const lists: Readonly<Record<string, readonly string[] | undefined>> = rights
  return Object.fromEntries(
    Object.entries(lists).flatMap(([name, list]) => (list ? [[name, [...list]]] : [])),
  )
}
