/** Assets by names of models: exact names, and patterns such as `{name}-{date:####-##-##}` whose holes make the version. */
import { fail } from '../../errors.ts'
import { assetName } from '../assetName.ts'

interface NamedAsset {
  readonly asset: string
  readonly version?: string | undefined
}
type ModelNames = Readonly<Record<string, string | NamedAsset>>

const holes = /\{([A-Za-z][A-Za-z0-9]*)(?::([^{}]+))?\}/g
const holesMax = 3
/** A pattern is tried at every place of the name, so a longer name is of no pattern. */
const nameLengthMax = 256
/** Names that are kept with their assets; a file has few models. */
const namesKeptMax = 10_000

interface Pattern {
  readonly pattern: RegExp
  readonly names: readonly string[]
  /** Characters outside of holes: the pattern with the most of them is asked first. */
  readonly fixed: number
  readonly named: NamedAsset
}

type FindAsset = (name: string) => NamedAsset | undefined

/** By mapping, so that its patterns are compiled once. */
const compiled = new WeakMap<ModelNames, FindAsset>()

/**
 * The asset of a name by a mapping's models; undefined for a name that they do not have.
 * @throws HeadwaterError `mapping.malformed`, as `createModelNames` does
 */
export function modelNames(models: ModelNames): FindAsset {
  let find = compiled.get(models)
  if (!find) {
    find = createModelNames(models)
    compiled.set(models, find)
  }
  return find
}

/**
 * An exact name comes first, then the pattern with the most characters of its own.
 * @throws HeadwaterError `mapping.malformed` for a hole of an asset that its pattern does not have
 */
export function createModelNames(models: ModelNames): FindAsset {
  const patterns = Object.entries(models)
    .filter(([name]) => isPattern(name))
    .map(([name, asset]) => compile(name, typeof asset === 'string' ? { asset } : asset))
    .sort((one, other) => other.fixed - one.fixed)
  const known = new Map<string, NamedAsset | undefined>()
  return (name) => {
    if (Object.hasOwn(models, name)) {
      const exact = models[name]!
      return typeof exact === 'string' ? { asset: exact } : exact
    }
    if (patterns.length === 0 || name.length > nameLengthMax) return undefined
    if (known.has(name)) return known.get(name)
    const found = byPattern(patterns, name)
    if (known.size < namesKeptMax) known.set(name, found)
    return found
  }
}

function isPattern(name: string): boolean {
  return name.search(holes) >= 0
}

function byPattern(patterns: readonly Pattern[], name: string): NamedAsset | undefined {
  for (const { pattern, names, named } of patterns) {
    const match = pattern.exec(name)
    if (!match) continue
    const fill = (text: string, change: (value: string) => string) =>
      text.replaceAll(holes, (_hole, hole: string) => change(match[names.indexOf(hole) + 1]!))
    return {
      asset: fill(named.asset, assetName),
      ...(named.version !== undefined && { version: fill(named.version, (value) => value) }),
    }
  }
  return undefined
}

function compile(name: string, named: NamedAsset): Pattern {
  const path = `/models/${name}`
  const found = [...name.matchAll(holes)]
  const names = found.map(([, hole]) => hole!)
  if (names.length > holesMax)
    fail('mapping.malformed', `The pattern ${name} has more than ${holesMax} holes.`, { path })
  for (const text of [named.asset, named.version ?? '']) {
    for (const [hole, of] of text.matchAll(holes)) {
      if (!names.includes(of!))
        fail('mapping.malformed', `The pattern ${name} has no hole ${hole}.`, { path })
    }
  }
  let source = ''
  let fixed = 0
  let at = 0
  for (const match of found) {
    const between = name.slice(at, match.index)
    source += literal(between) + (match[2] === undefined ? '(.+?)' : `(${formOf(match[2])})`)
    fixed += between.length + (match[2]?.length ?? 0)
    at = match.index + match[0].length
  }
  source += literal(name.slice(at))
  return { pattern: new RegExp(`^${source}$`, 's'), names, fixed: fixed + name.length - at, named }
}

/** In the form of a hole, `#` is a digit. */
function formOf(form: string): string {
  return form.split('#').map(literal).join('[0-9]')
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
