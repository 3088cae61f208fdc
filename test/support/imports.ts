/** Reads which file of a source tree imports which: static, type-only, dynamic and bare imports alike. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the sources, with a slash at its end. */
const sourceFolder = fileURLToPath(new URL('../../src/', import.meta.url))

interface Import {
  /** Relative to the folder of the sources, as `target` is where it names a file. */
  readonly file: string
  /** A file of the sources, or a package or module of Node by its name. */
  readonly target: string
}

/** Every TypeScript file of the sources by its path relative to them, with its text; not what compiles to WebAssembly. */
export function readSources(folder = sourceFolder): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const sources = names.filter((name) => name.endsWith('.ts') && !name.split('/').includes('assembly'))
  return new Map(sources.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

/** Imports of every file, in the order of the files. */
export function importsOf(sources: ReadonlyMap<string, string>): Import[] {
  return [...sources].flatMap(([file, text]) =>
    specifiersIn(text).map((specifier) => ({ file, target: resolved(file, specifier) })),
  )
}

function resolved(file: string, specifier: string): string {
  return specifier.startsWith('.') ? relative('.', join(dirname(file), specifier)) : specifier
}

const quoted = `(?:'([^'\\n]+)'|"([^"\\n]+)")`
const forms = [
  // import … from 'x', export … from 'x'; type-only ones too
  new RegExp(String.raw`^\s*(?:import|export)\b[^'"\`;]*?\bfrom\s*${quoted}`, 'gm'),
  // import 'x'
  new RegExp(String.raw`^\s*import\s*${quoted}`, 'gm'),
  // import('x'), as a value and as a type
  new RegExp(String.raw`\bimport\(\s*${quoted}\s*[,)]`, 'g'),
  // a worker or an asset beside the file
  new RegExp(String.raw`\bnew URL\(\s*${quoted}\s*,\s*import\.meta\.url`, 'g'),
]

/** What a text imports, as it is written there. Comments are not looked at. */
export function specifiersIn(text: string): string[] {
  const code = withoutComments(text)
  return forms.flatMap((form) => [...code.matchAll(form)].map((match) => match[1] ?? match[2]!))
}

/** Comments begin a line or follow a space here; a `//` inside of an address follows a colon. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
}

/** Every circle once: its nodes in order, the smallest first. An arrow from a node to itself is none. */
export function circlesIn(arrows: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  return strongComponents(arrows)
    .filter((component) => component.length > 1)
    .map((component) => component.sort())
}

/** Tarjan's strongly connected components. */
function strongComponents(arrows: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const order = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const components: string[][] = []
  const visit = (node: string) => {
    order.set(node, order.size)
    low.set(node, order.get(node)!)
    stack.push(node)
    for (const next of arrows.get(node) ?? []) {
      if (!order.has(next)) visit(next)
      if (stack.includes(next)) low.set(node, Math.min(low.get(node)!, low.get(next)!))
    }
    if (low.get(node) === order.get(node)) components.push(stack.splice(stack.indexOf(node)))
  }
  for (const node of arrows.keys()) if (!order.has(node)) visit(node)
  return components
}
