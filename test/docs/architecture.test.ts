/** docs/architecture.md agrees with the code: its rooms and their arrows, its ports, and the ways through the files. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { importsOf, readSources, withoutComments } from '../support/imports.ts'
import { rooms } from './rooms.ts'

const page = readFileSync('docs/architecture.md', 'utf8')
const sources = readSources()
const arrows = new Map<string, Set<string>>([...sources.keys()].map((file) => [file, new Set()]))
for (const { file, target } of importsOf(sources)) if (sources.has(target)) arrows.get(file)!.add(target)

/** A door only passes on what other files export: to import it is to import them. */
const doors = [...sources].flatMap(([file, text]) =>
  withoutComments(text)
    .replaceAll(/\bexport [^'"]*from '[^']*'/g, '')
    .trim() === ''
    ? [file]
    : [],
)
const reached = new Map(
  [...arrows].map(([file, direct]) => [
    file,
    new Set([
      ...direct,
      ...doors.filter((door) => direct.has(door)).flatMap((door) => [...arrows.get(door)!]),
    ]),
  ]),
)
const imports = (from: string, to: string) => reached.get(from)?.has(to) ?? false
const pathsIn = (text: string) => [...text.matchAll(/`([\w./-]+\.ts)`/g)].map((match) => match[1]!)

function section(title: string): string {
  const found = page.split(/^##+ /m).find((text) => text.startsWith(`${title}\n`))
  expect(found, title).toBeDefined()
  return found!
}

/** Cells of the rows of a section's table, without its head. */
function rowsOf(title: string): string[][] {
  return [...section(title).matchAll(/^\|(.+)\|$/gm)]
    .map((match) => match[1]!.split('|').map((cell) => cell.trim()))
    .slice(2)
}

describe('docs/architecture.md', () => {
  it('names only files that exist', () => {
    const missing = pathsIn(page).filter((path) => !existsSync(`src/${path}`) && !existsSync(path))
    expect(missing).toEqual([])
  })

  it('has the rooms in their order, each with exactly the rooms that it uses', () => {
    const used = (room: string) => {
      const targets = [...arrows].filter(([file]) => file.startsWith(`${room}/`)).flatMap(([, to]) => [...to])
      // A door at the root belongs to the room of its name; the other files there may be used by every room.
      const names = new Set(targets.map((file) => file.replace(/\.ts$|\/.*/g, '')))
      return rooms.filter((other) => other !== room && names.has(other)).join(', ')
    }
    const shown = rowsOf('Rooms').map(([room, , uses]) => [room, uses])
    expect(shown).toEqual(rooms.map((room) => [`\`${room}\``, used(room) || '–']))
  })
})

describe('the ports of docs/architecture.md', () => {
  const ports = rowsOf('Ports').map(([names, owner, adapters]) => ({
    names: [...names!.matchAll(/`(\w+)`/g)].map((match) => match[1]!),
    owner: pathsIn(owner!)[0]!,
    adapters: pathsIn(adapters!),
  }))

  it.each(ports)('$names: the owner declares the port, and each adapter imports it', (port) => {
    for (const name of port.names)
      expect(sources.get(port.owner)).toMatch(new RegExp(`export (?:interface|type) ${name}\\b`))
    expect(port.adapters).not.toEqual([])
    expect(port.adapters.filter((adapter) => !imports(adapter, port.owner))).toEqual([])
  })

  const leads = (from: string, to: string) =>
    imports(from, to) || ports.some(({ owner, adapters }) => owner === from && adapters.includes(to))

  /**
   * A way is a walk through a tree: a file is led to by the file before it, or by one of those that led there. Gives the
   * files for which that is not so. The first is where the way begins.
   */
  function unreached(way: readonly string[]): string[] {
    const [first, ...others] = way
    const ledHere = [first!]
    return others.filter((file) => {
      const from = ledHere.findLastIndex((earlier) => leads(earlier, file))
      if (from >= 0) ledHere.length = from + 1
      ledHere.push(file)
      return from < 0
    })
  }

  /** Every list; where its numbers begin again, another begins. */
  const ways = page
    .split(/^### /m)
    .filter((text) => text.startsWith('The way of '))
    .flatMap((text) => {
      const title = text.slice(0, text.indexOf('\n'))
      const items = [...text.matchAll(/^(\d+)\. (.*)/gm)].map(([, number, item]) => ({
        number: Number(number),
        file: pathsIn(item!)[0] ?? item!,
      }))
      return items
        .flatMap(({ number }, at) => (number === 1 ? [at] : []))
        .map((start, index, starts) => ({ title, items: items.slice(start, starts[index + 1]) }))
    })

  it('has the ways of a call, a registry event, a verification, a model card, a file, a request, a payee and a message', () => {
    expect([...new Set(ways.map(({ title }) => title))]).toEqual([
      'The way of a call',
      'The way of a registry event',
      'The way of a verification',
      'The way of a model card',
      "The way of an agent's file",
      'The way of a request',
      'The way of a payee that signs in',
      'The way of a message',
    ])
  })

  it.each(ways)('$title leads from file to file by imports and ports', ({ items }) => {
    expect(items.map(({ number }) => number)).toEqual(items.map((_, at) => at + 1))
    expect(unreached(items.map(({ file }) => file))).toEqual([])
  })

  it('would not lead on where a file was another, or two were exchanged', () => {
    for (const { items } of ways) {
      const way = items.map(({ file }) => file)
      const strangers = [...sources.keys()].filter((file) => !way.includes(file))
      const changed = way
        .slice(1)
        .flatMap((_, at) => [
          ...strangers.map((stranger) => way.with(at + 1, stranger)),
          way.with(at, way[at + 1]!).with(at + 1, way[at]!),
        ])
      const unnoticed = changed.filter((other) => unreached(other).length === 0)
      expect(unnoticed.length).toBeLessThan(changed.length / 4)
    }
  })
})
