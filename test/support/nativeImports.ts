/**
 * Node itself imports tests and sources, as it does for the command line, without a transform of their text. Vitest then
 * hears of each import by a message to its main process, for its watch mode. Imports between our own files are answered
 * here, before vitest's hook: a process of tests has thousands. What was compiled is kept for the next run.
 */
import { flushCompileCache, registerHooks } from 'node:module'
import { afterAll } from 'vitest'

const scope = globalThis as { importsAreNative?: true }
/** Vitest gives each test file a name of its own in each run, under which nothing can be kept. */
const runName = '%3Fvitest='

// This file is read for each test file, and hooks stay in the process.
if (scope.importsAreNative === undefined) {
  scope.importsAreNative = true
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier.startsWith('node:')) return { url: specifier, format: 'builtin', shortCircuit: true }
      const end = specifier.indexOf(runName)
      if (end >= 0) return { url: specifier.slice(0, end), shortCircuit: true }
      if (specifier.startsWith('.') && specifier.endsWith('.ts') && context.parentURL !== undefined)
        return { url: new URL(specifier, context.parentURL).href, shortCircuit: true }
      return next(specifier, context)
    },
  })
}

afterAll(() => flushCompileCache())
