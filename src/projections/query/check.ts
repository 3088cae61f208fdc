/**
 * Judges a query of a user by its syntax tree, as the engine itself prints it (`EXPLAIN AST`), before it runs. Only
 * what is known to be harmless passes: a SELECT of the ledger's own tables with allowed functions. Settings of the
 * connection (`readonly`) forbid writing once more, but alone they would let a query read files of the server.
 */
import { isAllowedFunction } from './functions.ts'

/** What a syntax tree of a SELECT consists of. A kind of node that is not listed is refused. */
const nodes = new Set(
  (
    'SelectWithUnionQuery SelectIntersectExceptQuery SelectQuery ExpressionList Function Identifier Literal Subquery ' +
    'WithElement Asterisk QualifiedAsterisk ColumnsApplyTransformer ColumnsExceptTransformer ColumnsTransformerList ' +
    'TablesInSelectQuery TablesInSelectQueryElement TableExpression TableIdentifier TableJoin ArrayJoin SampleRatio ' +
    'OrderByElement InterpolateElement WindowDefinition WindowListElement'
  ).split(' '),
)

const membership = /^(?:global)?(?:not)?(?:null)?in$/i

interface Node {
  readonly depth: number
  readonly kind: string
  /** What follows the kind, without the alias and the number of children. */
  readonly text: string
}

/**
 * @param lines the tree, one node a line, indented by its depth
 * @param tables the tables that may be read
 * @returns why the query is refused; undefined for one that may run
 */
export function refusalOf(
  lines: readonly string[],
  sql: string,
  tables: ReadonlySet<string>,
): string | undefined {
  const tree = lines.map(readNode)
  if (tree[0]?.kind !== 'SelectWithUnionQuery') return 'Only a SELECT is answered.'
  const isReadable = (name: string) => tables.has(name) || isNamedInWith(name, sql)
  for (const [at, { kind, text }] of tree.entries()) {
    if (kind === 'Set') return 'SETTINGS cannot be changed.'
    if (!nodes.has(kind)) return `A query cannot have ${kind || 'this'} in it.`
    if (kind === 'TableIdentifier' && !isReadable(text))
      return `${shown(text)} is not a table that can be read.`
    if (kind !== 'Function') continue
    if (!isAllowedFunction(text)) return `The function ${shown(text)} is not allowed here.`
    const list = membership.test(text) ? listOf(tree, at) : undefined
    if (list?.kind === 'Identifier' && !isReadable(list.text))
      return `${shown(list.text)} after IN is not a table that can be read; for a column write has(…).`
  }
  return undefined
}

function readNode(line: string): Node {
  const [, indent, kind, rest] = /^( *)(\w*) ?(.*)$/s.exec(line)!
  const text = rest!.replace(/ \(children \d+\)$/, '').replace(/ \(alias .*\)$/s, '')
  return { depth: indent!.length, kind: kind!, text }
}

/** The right side of an IN: the second child of the list of arguments of the function. */
function listOf(tree: readonly Node[], at: number): Node | undefined {
  const arguments_ = tree[at]!.depth + 2
  let count = 0
  for (let next = at + 1; next < tree.length && tree[next]!.depth > tree[at]!.depth; next++) {
    if (tree[next]!.depth === arguments_ && ++count === 2) return tree[next]
  }
  return undefined
}

/** The tree does not have the names of WITH. The name of no table of another database is a plain word. */
function isNamedInWith(name: string, sql: string): boolean {
  return /^\w+$/.test(name) && new RegExp(`\\b${name}\\s+AS\\s*\\(`, 'i').test(sql)
}

function shown(text: string): string {
  return JSON.stringify(text.length > 64 ? `${text.slice(0, 64)}…` : text)
}
