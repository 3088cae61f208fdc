#!/usr/bin/env node
// Runs before anything newer than plain old syntax is parsed, so that an old Node prints a sentence, not a parse error.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`headwater needs Node 22.18 or newer; this is ${process.version}.`)
  process.exit(2)
}
import('../dist/cli/main.js').then((cli) => cli.main(process.argv.slice(2)))
