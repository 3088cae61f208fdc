#!/usr/bin/env node
// biome-ignore-all lint: plain old syntax up to the check, so that an old Node prints the sentence instead of a parse error
var version = process.versions.node.split('.').map(Number)
if (version[0] < 22 || (version[0] === 22 && version[1] < 18)) {
  console.error('headwater needs Node 22.18 or newer; this is ' + process.version + '.')
  process.exit(2)
}
// On standard error machines read our errors; Node 22 calls its SQLite experimental there.
var emitWarning = process.emitWarning
process.emitWarning = function (warning, type) {
  if (type === 'ExperimentalWarning' && /SQLite/.test(String(warning))) return
  emitWarning.apply(process, arguments)
}
import('../dist/main.js').then(
  function (cli) {
    return cli.main(process.argv.slice(2))
  },
  function (error) {
    var isMissing = error.code === 'ERR_MODULE_NOT_FOUND'
    console.error(
      isMissing ? 'headwater is not built: run npm ci in its folder. (' + error.message + ')' : error,
    )
    process.exit(2)
  },
)
