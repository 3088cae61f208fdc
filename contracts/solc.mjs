#!/usr/bin/env node
// A solc as Forge calls it, over npm's: `--version`, and `--standard-json` from stdin to stdout.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const solc = createRequire(import.meta.url)('solc')

if (process.argv.includes('--standard-json')) process.stdout.write(solc.compile(readFileSync(0, 'utf8')))
else console.log(`solc, the solidity compiler commandline interface\nVersion: ${solc.version()}`)
