/**
 * Files that a user writes as YAML or JSON: bounded in size, without aliases, with `${NAME}` taken from the environment,
 * so that a secret need not be in the file. What is wrong with a file is said without quoting it, because it may hold
 * secrets.
 */
import { readFileSync, statSync } from 'node:fs'
import type { z } from 'zod'
import { HeadwaterError } from '../errors.ts'
import { mebibyte } from './setting.ts'

export type Environment = Readonly<Record<string, string | undefined>>
/** Receives what is wrong, and throws. */
export type OnFaulty = (faults: readonly string[]) => never

const bytesMax = mebibyte

export async function readYamlFile(
  file: string,
  environment: Environment,
  faulty: OnFaulty,
): Promise<unknown> {
  try {
    if (statSync(file).size > bytesMax) faulty([`it has more than ${bytesMax} bytes`])
    const missing = new Set<string>()
    const document = filled(await parseText(readFileSync(file, 'utf8')), environment, missing)
    if (missing.size > 0) faulty([`the environment lacks ${[...missing].sort().join(', ')}`])
    return document
  } catch (error) {
    if (error instanceof HeadwaterError) throw error
    return faulty([(error as Error).message])
  }
}

export function faultsOf(error: z.ZodError, at: readonly string[]): string[] {
  return error.issues.map((issue) => {
    // What is wrong with the key of a record is one level below.
    const message = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message
    return `${[...at, ...issue.path.map(String)].join('.')}: ${message}`
  })
}

/** The message of the parser would quote lines of the file. */
async function parseText(text: string): Promise<unknown> {
  const { parseDocument } = await import('yaml')
  const document = parseDocument(text, { prettyErrors: false })
  const [error] = document.errors
  if (error) {
    const line = text.slice(0, error.pos[0]).split('\n').length
    throw new Error(`line ${line} is not YAML or JSON (${error.code})`)
  }
  return document.toJS({ maxAliasCount: 0 })
}

/** The document with `${NAME}` taken from the environment, in every text. */
function filled(value: unknown, environment: Environment, missing: Set<string>): unknown {
  if (typeof value === 'string')
    return value.replaceAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => {
      const found = environment[name]
      if (found === undefined || found === '') missing.add(name)
      return found ?? ''
    })
  if (Array.isArray(value)) return value.map((item) => filled(item, environment, missing))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, filled(item, environment, missing)]),
  )
}
