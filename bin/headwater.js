#!/usr/bin/env node
// Plain old syntax up to the check, so that an old Node prints the sentence instead of a parse error.
var major = Number(process.versions.node.split('.')[0])
if (major < 22) {
  console.error('headwater needs Node 22.18 or newer; this is ' + process.version + '.')
  process.exit(2)
}
import('../dist/cli/main.js').then(function (cli) {
  return cli.main(process.argv.slice(2))
})
