/**
 * Completes package-lock.json: `npm install` leaves out the packages of other platforms that its registry does not
 * serve, and `npm ci` then reports that the lock is incomplete. This script adds the entries that a full registry would
 * give, without the integrity, which only the package itself can give. Run it after every change of dependencies.
 */
import { readFileSync, writeFileSync } from 'node:fs'

interface Entry {
  readonly version?: string
  readonly dev?: boolean
  readonly optional?: boolean
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const file = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, Entry> }

for (const parent of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const [, os, cpu] = /-(darwin|linux|win32|android)-(x64|arm64|arm)\b/.exec(name) ?? []
    if (os === undefined || cpu === undefined) continue
    lock.packages[`node_modules/${name}`] ??= {
      version,
      cpu: [cpu],
      ...(parent.dev ? { dev: true } : {}),
      ...(name.endsWith('-musl') ? { libc: ['musl'] } : {}),
      optional: true,
      os: [os],
    }
  }
}

const [root, ...others] = Object.entries(lock.packages)
others.sort(([a], [b]) => a.localeCompare(b, 'en'))
lock.packages = Object.fromEntries([root!, ...others])
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
