/** SQL twin of src/usage/columnsDigest.ts: an aggregate over the rows of a batch, which it must get in their order. */
import type { Column, ColumnType, OptionalType } from '../../usage/columns.ts'
import { firstColumns, laterColumns } from '../../usage/rowHash.ts'
import { leftOut } from './columnTypes.ts'
import { endedText, joinedParts } from './hashedParts.ts'

/** SQL of the digest, 32 bytes. */
export function columnsDigestSql(columns: readonly Column[]): string {
  const first = firstColumns(columns)
  const numbers = first.flatMap(({ name, type }) => (type === 'text' ? [] : listsOf[type](name)))
  const texts = first.filter(({ type }) => type === 'text').map(({ name }) => name)
  const later = laterColumns(columns).map((column) => {
    const { name, type } = column
    const digests = `concat(SHA256('${name}'), ${digestLater[type](name)})`
    return `if(countIf(NOT (${leftOut(column)})) = 0, '', ${digests})`
  })
  return `SHA256(concat(${[...numbers.map(digestNumbers), digestTexts(texts), ...later].join(', ')}))`
}

const list = (expression: string): string => `groupArrayState(${expression})`

/** SQL of aggregate states. */
const listsOf: Record<Exclude<ColumnType, 'text'>, (name: string) => string[]> = {
  key16: (name) => [list(`reinterpretAsUInt128(${name})`)],
  moment: (name) => [list(`toUnixTimestamp64Micro(${name})`)],
  units: (name) => {
    const isWide = `${name} > toUInt256('18446744073709551615')`
    const [rows, values] = ['row', name].map((each) => `groupArrayIfState(${each}, ${isWide})`)
    return [list(`toUInt64(${name})`), rows!, values!]
  },
  flag: (name) => [list(name)],
  count: (name) => [list(name)],
}

const digestLater: Record<OptionalType, (name: string) => string> = {
  count: (name) => digestNumbers(list(name)),
  text: (name) => digestTexts([name]),
}

/** A state of `groupArray` over numbers is written as their count in LEB128, then their bytes. */
function digestNumbers(state: string): string {
  return `SHA256(toString(${state}))`
}

function digestTexts(names: readonly string[]): string {
  return `SHA256(arrayStringConcat(groupArray(${joinedParts(names.map(endedText))})))`
}
