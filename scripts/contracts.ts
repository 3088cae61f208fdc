/**
 * Compiles the contracts of contracts/ with npm's solc, and writes each one's interface and code to src/chain/contracts/ as
 * TypeScript. With `--check` it only compares, and exits with 1 if a file is missing, differs, or belongs to no contract.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = `${root}src/chain/contracts/`
const header = '// Made by `npm run contracts`'

/** As Forge compiles them for the tests: what is tested is what is deployed. */
const settings = {
  evmVersion: forgeSetting('evm_version'),
  optimizer: { enabled: forgeSetting('optimizer') === 'true', runs: Number(forgeSetting('optimizer_runs')) },
  viaIR: forgeSetting('via_ir') === 'true',
}

interface Compiled {
  readonly errors?: readonly {
    severity: string
    formattedMessage: string
    sourceLocation?: { file: string }
  }[]
  readonly contracts: Record<string, Record<string, { abi: unknown; evm: { bytecode: { object: string } } }>>
}

/** The text of each generated file, by its name. */
function generated(): Map<string, string> {
  const names = readdirSync(`${root}contracts`).filter((name) => name.endsWith('.sol'))
  const output = compileContracts(names)
  const files = new Map<string, string>()
  for (const name of names) {
    const contract = contractName(name)
    const { abi, bytecode } = output.get(name)!
    const variable = contract[0]!.toLowerCase() + contract.slice(1)
    const value = `{\n  abi: ${JSON.stringify(abi, null, 2).replaceAll('\n', '\n  ')},\n  bytecode:\n    '${bytecode}',\n} as const`
    files.set(`${variable}.ts`, `${header} from contracts/${name}.\nexport const ${variable} = ${value}\n`)
  }
  return files
}

/**
 * The interface and code of each contract, by its file in contracts/.
 * @param edit changes the text of a file before it is compiled; a benchmark leaves parts out
 * @throws Error with solc's faults, warnings about what is not edited included
 */
export function compileContracts(
  names: readonly string[],
  edit?: (path: string, text: string) => string,
): Map<string, { readonly abi: unknown; readonly bytecode: `0x${string}` }> {
  const solc = createRequire(import.meta.url)('solc') as {
    compile(
      input: string,
      callbacks: { import(path: string): { contents: string } | { error: string } },
    ): string
  }
  const read = (path: string) => {
    const text = readFileSync(path.startsWith('@') ? `${root}node_modules/${path}` : root + path, 'utf8')
    return edit ? edit(path, text) : text
  }
  const paths = names.map((name) => `contracts/${name}`)
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries(paths.map((path) => [path, { content: read(path) }])),
    settings: { ...settings, outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } } },
  }
  const output = JSON.parse(
    solc.compile(JSON.stringify(input), { import: (path) => ({ contents: read(path) }) }),
  ) as Compiled
  const faults =
    output.errors?.filter(
      ({ severity, sourceLocation }) =>
        severity === 'error' || (edit === undefined && !sourceLocation?.file.startsWith('@')),
    ) ?? []
  if (faults.length > 0) throw new Error(faults.map((error) => error.formattedMessage).join('\n'))
  return new Map(
    names.map((name) => {
      const { abi, evm } = output.contracts[`contracts/${name}`]![contractName(name)]!
      return [name, { abi, bytecode: `0x${evm.bytecode.object}` }]
    }),
  )
}

function contractName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1, -'.sol'.length)
}

function forgeSetting(name: string): string {
  const file = 'contracts/foundry.toml'
  const line = new RegExp(`^${name} = (.*)$`, 'm').exec(readFileSync(root + file, 'utf8'))
  if (!line) throw new Error(`${file} has no ${name}`)
  return line[1]!.replaceAll('_', '').replaceAll('"', '')
}

function presentFiles(): string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}

function staleFiles(): string[] {
  const files = generated()
  const present = presentFiles()
  const stale = present.filter((name) => files.get(name) !== readFileSync(folder + name, 'utf8'))
  return [...stale, ...[...files.keys()].filter((name) => !present.includes(name))]
}

if (import.meta.main) main()

function main(): void {
  if (process.argv.includes('--check')) {
    const stale = staleFiles()
    for (const name of stale)
      console.error(`src/chain/contracts/${name} is not what contracts/ compiles to: npm run contracts`)
    process.exitCode = stale.length > 0 ? 1 : 0
  } else {
    const files = generated()
    mkdirSync(folder, { recursive: true })
    for (const name of presentFiles()) rmSync(folder + name)
    for (const [name, text] of files) writeFileSync(folder + name, text)
  }
}
