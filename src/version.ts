/** What package.json says this is. It lies beside the folder of the sources and from the built files alike. */
import { readFileSync } from 'node:fs'

const packageFile = new URL('../package.json', import.meta.url)

export const packageVersion: string = (JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string })
  .version
