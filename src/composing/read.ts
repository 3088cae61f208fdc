/** Reads the file of an agent, as YAML or as fields: its structure, every fault with its place. */
import { errorCatalogue, faultOf } from '../errors.ts'
import { type AgentFile, agentFile, type CompositionFault } from './schema.ts'
import { pointerStep, readYaml } from './yaml.ts'

/** A file, or why it is none. */
export type ReadFile = { readonly file: AgentFile } | { readonly faults: readonly CompositionFault[] }

const malformedCode = 'composition.malformed'
/** Faults that are listed. */
const faultsMax = 20

/** @throws HeadwaterError `composition.tooLarge` */
export function readFile(given: string | object): ReadFile {
  let value: unknown
  try {
    value = typeof given === 'string' ? readYaml(given) : given
  } catch (error) {
    const { code, message, path = '' } = faultOf(error)
    if (code !== malformedCode) throw error
    return { faults: [{ code, message, path, event: null, fix: errorCatalogue[code].fix }] }
  }
  const result = agentFile.safeParse(value)
  if (result.success) return { file: result.data }
  const faults = result.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => malformed([...issue.path, key], 'is no field of the file'))
      : [malformed(issue.path, isMissing(value, issue.path) ? 'is missing' : `is wrong: ${issue.message}`)],
  )
  return { faults: faults.slice(0, faultsMax) }
}

function malformed(steps: readonly PropertyKey[], what: string): CompositionFault {
  const path = steps.map((step) => `/${pointerStep(String(step))}`).join('')
  const message = `${path || 'The file'} ${what}.`
  return { code: malformedCode, message, path, event: null, fix: errorCatalogue[malformedCode].fix }
}

function isMissing(value: unknown, steps: readonly PropertyKey[]): boolean {
  let at = value
  for (const step of steps) at = (at as Record<PropertyKey, unknown> | null | undefined)?.[step]
  return at === undefined
}
