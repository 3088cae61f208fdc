/** The mappings of what receivers take, from the files that the settings name. */
import { readFileSync } from 'node:fs'
import type { Config } from '../config.ts'
import { fail } from '../errors.ts'

/** @throws HeadwaterError `config.invalid` */
export function readMappings({ otlpMapping, litellmMapping, langfuseMapping }: Config['api']) {
  return {
    ...(otlpMapping !== undefined && { otlp: readMapping(otlpMapping) }),
    ...(litellmMapping !== undefined && { litellm: readMapping(litellmMapping) }),
    ...(langfuseMapping !== undefined && { langfuse: readMapping(langfuseMapping) }),
  }
}

function readMapping(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    return fail('config.invalid', `The mapping ${file} can't be read as JSON: ${(error as Error).message}.`)
  }
}
