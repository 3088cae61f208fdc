/**
 * YAML of a file, and back. All scalars stay texts as they are written: `share: 0.10` is no binary number, and
 * `version: 1.0` is not 1. What can make a small file large (aliases) or mean more than texts (tags) is refused.
 */
import { Composer, type CST, isMap, isScalar, isSeq, Lexer, Parser, stringify } from 'yaml'
import { fail } from '../errors.ts'
import type { AgentFile } from './schema.ts'

/** Bytes of UTF-8. */
const fileBytesMax = 65_536
/** A file is four deep. */
const depthMax = 32

/** @throws HeadwaterError `composition.tooLarge`, `composition.malformed` */
export function readYaml(file: string): unknown {
  const bytes = Buffer.byteLength(file)
  if (bytes > fileBytesMax)
    fail('composition.tooLarge', `The file has ${bytes} bytes, and at most ${fileBytesMax} are read.`)
  // Repeated keys are found below, where each is compared once.
  const composer = new Composer({ schema: 'failsafe', uniqueKeys: false, merge: false })
  const [document, ...others] = composer.compose(tokensOf(file), true)
  if (others.length > 0) fail('composition.malformed', 'The file has several YAML documents.')
  if (document === undefined) return fail('composition.malformed', 'The file is empty.')
  const [fault] = [...document.errors, ...document.warnings]
  if (fault) fail('composition.malformed', `The file is not YAML that is read here: ${fault.message}`)
  return plainValue(document.contents, '')
}

/** The tokens, as far as they are not nested too deep: composing is recursive. */
function* tokensOf(file: string): Generator<CST.Token> {
  const parser = new Parser()
  for (const lexeme of new Lexer().lex(file)) {
    yield* parser.next(lexeme)
    if (parser.stack.length > depthMax)
      fail('composition.malformed', `The file is nested more than ${depthMax} deep.`)
  }
  yield* parser.end()
}

function plainValue(node: unknown, path: string): unknown {
  if (isScalar(node)) {
    plain(node, path)
    // A field without a value is left out.
    return node.type === 'PLAIN' && (node.value === '' || node.value === '~') ? undefined : node.value
  }
  if (isSeq(node)) {
    plain(node, path)
    return node.items.map((item, index) => plainValue(item, `${path}/${index}`))
  }
  if (isMap(node)) {
    plain(node, path)
    const fields = new Map<string, unknown>()
    for (const { key, value } of node.items) {
      if (!isScalar(key) || typeof key.value !== 'string')
        return fail('composition.malformed', `A key of ${path || 'the file'} is no text.`, { path })
      plain(key, path)
      const at = `${path}/${pointerStep(key.value)}`
      if (fields.has(key.value)) fail('composition.malformed', `${at} is there twice.`, { path: at })
      fields.set(key.value, plainValue(value, at))
    }
    return Object.fromEntries(fields)
  }
  if (node === null) return undefined
  return fail('composition.malformed', `${path || 'The file'} is an alias, and aliases are not read.`, {
    path,
  })
}

/** @throws HeadwaterError where the node has an anchor or a tag */
function plain({ anchor, tag }: { anchor?: string; tag?: string }, path: string): void {
  const found = anchor !== undefined ? `the anchor &${anchor}` : tag !== undefined ? `the tag ${tag}` : ''
  if (found !== '')
    fail('composition.malformed', `${path || 'The file'} has ${found}, which is not read.`, { path })
}

export function pointerStep(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

const heading = '# An agent for `headwater release`; its fields are in docs/composer.md.\n'

/** The file that `readYaml` reads as the same. */
export function writeYaml(file: AgentFile): string {
  return heading + stringify(file, { lineWidth: 0, aliasDuplicateObjects: false, version: '1.1' })
}
