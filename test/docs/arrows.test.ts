/** The layout's promise: arrows between rooms run one way, nothing is in a circle, and pure rooms touch nothing of the world. */
import { describe, expect, it } from 'vitest'
import { circlesIn, importsOf, readSources, specifiersIn } from '../support/imports.ts'
import { doors, pureRooms, rooms, rootFiles } from './rooms.ts'

const sources = readSources()
const imports = importsOf(sources)
const inside = imports.filter(({ target }) => sources.has(target))

/** The room of a file; of a file at the root its own name, which for a door is that of its room. */
function roomOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : file.slice(0, -'.ts'.length)
}

/** The other rooms that import what `target` names. */
function usersOf(target: RegExp): Set<string> {
  const users = inside.filter(
    (arrow) => target.test(arrow.target) && roomOf(arrow.file) !== roomOf(arrow.target),
  )
  return new Set(users.map(({ file }) => roomOf(file)))
}

/** What every room may use, then the rooms in their order, then the entry. */
const order = ['brand', 'invariant', 'version', ...rooms, 'main']

describe('the layout', () => {
  it('has rooms, and beside them the entry, what every room may use, and the doors of two rooms', () => {
    const found = [...sources.keys()].filter((file) => !file.includes('/'))
    expect(found.sort()).toEqual([...rootFiles].sort())
    expect(new Set([...sources.keys()].filter((file) => file.includes('/')).map(roomOf))).toEqual(
      new Set(rooms),
    )
  })

  it('has no room with more than 16 % of the lines', () => {
    const lines = new Map<string, number>()
    for (const [file, text] of sources) {
      const room = roomOf(file)
      lines.set(room, (lines.get(room) ?? 0) + text.split('\n').length - 1)
    }
    const total = [...lines.values()].reduce((sum, count) => sum + count, 0)
    expect([...lines].filter(([, count]) => count > 0.16 * total)).toEqual([])
  })
})

describe('imports, types and dynamic ones too,', () => {
  it('lead from a room to rooms before it alone', () => {
    const upward = inside.filter(
      ({ file, target }) => order.indexOf(roomOf(file)) < order.indexOf(roomOf(target)),
    )
    expect(upward).toEqual([])
  })

  it('reach the API from the processes alone, which serve it', () => {
    expect(usersOf(/^api\//)).toEqual(new Set(['processes']))
  })

  it('reach processes from the commands alone that start one', () => {
    const users = inside.filter(({ target }) => roomOf(target) === 'processes').map(({ file }) => file)
    expect(new Set(users.filter((file) => roomOf(file) !== 'processes'))).toEqual(
      new Set([
        ...['serve', 'worker', 'lag', 'watch', 'chain', 'publish', 'claims', 'demo'].map(
          (command) => `cli/commands/${command}.ts`,
        ),
        // What one of them answers.
        'cli/demo/chainReport.ts',
      ]),
    )
  })

  it('reach from the command line what every user of the library has, and what processes and traces need', () => {
    const mayUse =
      /^(version|config|errors)\.ts$|^(?:merkle|importing|importing\/export)\/index\.ts$|^(service|documents|client|processes)\/|^ledger\/open\.ts$|^telemetry\/headwater\.ts$/
    const used = inside.filter(({ file, target }) => roomOf(file) === 'cli' && roomOf(target) !== 'cli')
    expect(used.filter(({ target }) => !mayUse.test(target))).toEqual([])
  })

  it('lead from settlement to the log and the rows, never to ingestion', () => {
    expect(usersOf(/^ingest\//)).not.toContain('settlement')
  })

  it('name files that exist', () => {
    expect(imports.filter(({ target }) => target.endsWith('.ts') && !sources.has(target))).toEqual([])
  })

  it('make no circle of files', () => {
    const arrows = new Map([...sources.keys()].map((file) => [file, new Set<string>()]))
    for (const { file, target } of inside) arrows.get(file)!.add(target)
    expect(circlesIn(arrows)).toEqual([])
  })

  it('reach a room with doors by its doors alone', () => {
    const past = inside.filter(({ file, target }) => {
      const open = doors.get(roomOf(target))
      return open && roomOf(file) !== roomOf(target) && !open.includes(target.slice(target.indexOf('/') + 1))
    })
    expect(past).toEqual([])
  })

  it('reach adapters from the places alone that join them to ports', () => {
    const adapters = /^(projections\/index|eventstore\/(?:sqlite|kurrent)|identities\/index)\.ts$/
    const users = inside.filter(({ target }) => adapters.test(target)).map(({ file }) => file)
    const joining = /^(ledger\/open|eventstore\/loadKurrent)\.ts$/
    expect([...new Set(users)].filter((file) => !joining.test(file))).toEqual([])
  })
})

describe('pure rooms', () => {
  it('read no clock, randomness, file, network or environment', () => {
    const worldly =
      /\bDate\.now|\bnew Date\(\)|Math\.random|process\.(env|hrtime|cwd)|randomBytes|randomUUID|performance\./
    const pure = [...sources].filter(([file]) => (pureRooms as readonly string[]).includes(roomOf(file)))
    expect(pure.filter(([, text]) => worldly.test(text)).map(([file]) => file)).toEqual([])
    const modules = imports
      .filter(({ file, target }) => pure.some(([name]) => name === file) && target.startsWith('node:'))
      .filter(({ target }) => target !== 'node:crypto')
    expect(modules).toEqual([])
  })
})

describe('the reader of imports', () => {
  it('sees every way of importing, and no comment', () => {
    const text = [
      "import a from './a.ts'",
      "import type { B } from './b.ts'",
      "import {\n  c,\n} from './c.ts'",
      "export * from './d.ts'",
      "import './bare.ts'",
      "const e = await import('./dynamic.ts')",
      "type F = import('./asType.ts').F",
      "new Worker(new URL('./worker.ts', import.meta.url))",
      "// import g from './comment.ts'",
      "/* import './block.ts' */",
    ].join('\n')
    expect(specifiersIn(text).sort()).toEqual(
      [
        './a.ts',
        './b.ts',
        './c.ts',
        './d.ts',
        './bare.ts',
        './dynamic.ts',
        './asType.ts',
        './worker.ts',
      ].sort(),
    )
  })

  it('finds circles, through several files too', () => {
    const arrows = new Map([
      ['a', new Set(['b'])],
      ['b', new Set(['c'])],
      ['c', new Set(['a'])],
      ['d', new Set(['a'])],
    ])
    expect(circlesIn(arrows)).toEqual([['a', 'b', 'c']])
  })
})
