/** Nothing is exported that only its own file uses, and no file is left that nothing uses. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { declaredExports, usesIn } from '../support/exports.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const folders = ['src', 'test', 'bench', 'tools', 'scripts', 'examples', 'console']
const files = folders
  .flatMap((folder) =>
    readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
  )
  .filter((name) => /\.tsx?$/.test(name) && !/\/(assembly|node_modules)\//.test(name))
const texts = new Map(files.map((name) => [name, readFileSync(`${root}${name}`, 'utf8')]))
const uses = new Set([...texts].flatMap(([name, text]) => [...usesIn(name, text)]))

/** Files that package.json offers to others: what they export is used outside. */
const published = new Set(
  Object.values(
    (JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { exports: Record<string, unknown> }).exports,
  )
    .flatMap((target) => (typeof target === 'string' ? target : targetsOf(target as Conditions)))
    .map((target) => target.replace(/^\.\/dist\/(.*)\.js$/, 'src/$1.ts')),
)

interface Conditions {
  readonly default: string
  readonly browser?: Conditions
}

function targetsOf(conditions: Conditions): readonly string[] {
  return [conditions.default, ...(conditions.browser === undefined ? [] : targetsOf(conditions.browser))]
}

/**
 * What is started by its name: the entry by bin/headwater.js, the console by Vite, a thread by the main thread, each bench by bench/run.ts,
 * the set-up of tests by vitest.
 */
const started = new Set([
  'src/main.ts',
  'console/vite.config.ts',
  'src/ingest/threads/thread.ts',
  'src/registrystore/saverThread.ts',
  'src/settlement/treeThread/thread.ts',
  'test/support/temporaryFolders.ts',
])
const isStarted = (name: string) => started.has(name) || /^bench\/\w+\.ts$/.test(name)

describe('exports', () => {
  it('are used by another file each', () => {
    const unused = [...texts]
      .filter(([name]) => !published.has(name) && !isStarted(name))
      .flatMap(([name, text]) =>
        uses.has(`${name} *`)
          ? []
          : declaredExports(text)
              .filter((exported) => !uses.has(`${name} ${exported}`))
              .map((exported) => `${name}: ${exported}`),
      )
    expect(unused).toEqual([])
  })

  it('leave no file of the sources that nothing imports', () => {
    const imported = new Set([...uses].map((use) => use.slice(0, use.indexOf(' '))))
    const dead = files.filter(
      (name) => name.startsWith('src/') && !imported.has(name) && !published.has(name) && !isStarted(name),
    )
    expect(dead).toEqual([])
  })
})

describe('the reader of exports', () => {
  it('sees every way of declaring and of using', () => {
    const text =
      'export const a = 1\nexport async function* b() {}\nexport type C = 1\nexport { d, e as f }\n'
    expect(declaredExports(text)).toEqual(['a', 'b', 'C', 'd', 'e'])
    const user =
      "import { a, type C } from './x.ts'\nexport { g } from './y.ts'\nimport * as z from './z.ts'\nawait import('./w.ts')\nimport('./v.ts').then(({ h, k: l }) => h)\n"
    expect([...usesIn('src/user.ts', user)].sort()).toEqual([
      'src/v.ts h',
      'src/v.ts k',
      'src/w.ts *',
      'src/x.ts C',
      'src/x.ts a',
      'src/y.ts g',
      'src/z.ts *',
    ])
  })
})
