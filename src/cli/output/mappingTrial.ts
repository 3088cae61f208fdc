/** What a mapping would make of the first records, as text. */
import type { MappingTrial, TriedRecord } from '../../service/mappingTrial.ts'
import { counted, printable } from './table.ts'

export function describeTrial(file: string, trial: MappingTrial): string {
  const { format, read, events, refused, skipped, records } = trial
  return [
    `${printable(file)} (${format}): of the first ${counted(read, 'record')}, ${events} would be events, ${refused} refused, ${skipped} skipped`,
    ...records.map(describeRecord),
  ].join('\n')
}

function describeRecord({ line, id, event, tokensFrom = {}, skipped, refused }: TriedRecord): string {
  const name = id === undefined ? '' : ` ${printable(JSON.stringify(id))}`
  const from = Object.entries(tokensFrom).map(([name, text]) => `    ${name}: ${printable(text)}`)
  if (skipped !== undefined) return `line ${line}: skipped, ${printable(skipped)}`
  if (refused) {
    const at = refused.path === undefined ? '' : ` (at ${printable(refused.path)})`
    const fix = refused.fix === undefined ? [] : [`    ${printable(refused.fix)}`]
    return [
      `line ${line}${name}: refused, ${refused.code}: ${printable(refused.message)}${at}`,
      ...fix,
      ...from,
    ].join('\n')
  }
  return [`line ${line}${name}: ${printable(JSON.stringify(event))}`, ...from].join('\n')
}
