/** The layout's promise: arrows run one way, and pure folders touch nothing of the world. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const source = fileURLToPath(new URL('../../src/', import.meta.url))
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !name.includes('assembly/'),
)

/** Files at the top of src/ that any folder may use; service.ts is the interface that all of them serve. */
const common = ['brand.ts', 'errors.ts', 'invariant.ts', 'version.ts', 'cursor.ts', 'service.ts']
const ports = ['eventstore/port.ts', 'usage/ports.ts', 'settlement/ports.ts']

const allowed: Record<string, readonly string[]> = {
  money: [],
  keccak: [],
  registry: ['money', 'keccak'],
  attribution: ['money', 'registry'],
  eventstore: [],
  ingest: ['money', 'keccak', 'registry', 'eventstore'],
  projections: ['money', 'keccak', 'registry', 'ingest', 'eventstore'],
  settlement: ['money', 'keccak', 'registry', 'attribution', 'ingest', 'eventstore'],
  telemetry: ['ingest', 'eventstore'],
}
const pure = ['money/', 'keccak/', 'registry/', 'attribution/', 'settlement/merkle/']

interface Import {
  readonly file: string
  readonly target: string
}

const imports: Import[] = files.flatMap((file) => {
  const text = readFileSync(join(source, file), 'utf8')
  return [...text.matchAll(/^(?:import|export) [^'"]*?from '([^']+)'/gms)].map((match) => ({
    file,
    target: match[1]!.startsWith('.') ? relative(source, join(source, dirname(file), match[1]!)) : match[1]!,
  }))
})

describe('imports between folders', () => {
  it.each(Object.entries(allowed))('%s uses only what lies below it', (folder, others) => {
    const wrong = imports
      .filter(({ file }) => file.startsWith(`${folder}/`))
      .filter(({ target }) => target.endsWith('.ts') && !target.startsWith(`${folder}/`))
      .filter(({ target }) => !common.includes(target) && !ports.includes(target))
      .filter(({ target }) => !others.some((other) => target.startsWith(`${other}/`)))
    expect(wrong).toEqual([])
  })

  it('only main.ts and what it joins know the adapters', () => {
    const adapters = /^(projections\/index|eventstore\/(?:sqlite|kurrent)|ingest\/identity\/index)\.ts$/
    const users = imports.filter(({ target }) => adapters.test(target)).map(({ file }) => file)
    expect([...new Set(users)].filter((file) => file !== 'main.ts' && !file.startsWith('local/'))).toEqual([])
  })
})

describe('what people and programs touch', () => {
  /** Beside the service's interface: settings, what is told of the process; constants and shapes of the wire; origins' names; how a folder is opened. */
  const doors: Record<string, RegExp> = {
    api: /^(ingest\/origin\.ts|config\.ts|telemetry\/|registry\/model\.ts|registry\/wire\/)/,
    cli: /^(ingest\/origin\.ts|config\.ts|main\.ts|serve\.ts|telemetry\/|local\/dataFolder\.ts|api\/schemas\/)/,
  }
  it.each(Object.entries(doors))('%s stands on the service, and on no part behind it', (folder, door) => {
    const wrong = imports
      .filter(({ file }) => file.startsWith(`${folder}/`))
      .filter(({ target }) => target.endsWith('.ts') && !target.startsWith(`${folder}/`))
      .filter(({ target }) => !common.includes(target) && !door.test(target))
    expect(wrong).toEqual([])
  })
})

describe('pure folders', () => {
  it('read no clock, randomness, file, network or environment', () => {
    const worldly =
      /\bDate\.now|\bnew Date\(\)|Math\.random|process\.(env|hrtime|cwd)|randomBytes|randomUUID|performance\./
    for (const file of files.filter((name) => pure.some((folder) => name.startsWith(folder)))) {
      expect(worldly.test(readFileSync(join(source, file), 'utf8')), file).toBe(false)
    }
    const nodeImports = imports
      .filter(
        ({ file, target }) => pure.some((folder) => file.startsWith(folder)) && target.startsWith('node:'),
      )
      .filter(({ target }) => target !== 'node:crypto')
    expect(nodeImports).toEqual([])
  })
})
