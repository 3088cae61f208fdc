import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { createProgram } from '../../src/cli/program.ts'
import { loadConfig, settings } from '../../src/config.ts'
import { packageVersion } from '../../src/version.ts'

/** No Docker engine runs these tests: they check the form of the files and that they agree with the code. */
const root = fileURLToPath(new URL('../../', import.meta.url))
const read = (name: string) => readFileSync(join(root, name), 'utf8')

interface Service {
  readonly image: string
  readonly build?: string
  readonly command?: readonly string[]
  readonly environment?: Readonly<Record<string, string | number>>
  readonly ports?: readonly string[]
  readonly volumes?: readonly string[]
  readonly secrets?: readonly string[]
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
  readonly healthcheck?: { readonly test: readonly string[] }
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>
  readonly volumes: Readonly<Record<string, null>>
  readonly secrets?: Readonly<Record<string, { readonly environment: string }>>
}

const text = read('compose.yaml')
const compose = parse(text, { merge: true }) as Compose
const dockerfile = read('Dockerfile')
const services = Object.entries(compose.services)
const ours = services.filter(([, service]) => service.build !== undefined)
const pinned = /^[a-z0-9/-]+:v?\d+\.\d+[a-z0-9.-]*$/

const folder = mkdtempSync(join(tmpdir(), 'headwater-compose-'))
execFileSync('sh', [join(root, 'deploy/make-env.sh')], { cwd: folder })
const environment = parseEnv(readFileSync(join(folder, '.env'), 'utf8')) as Record<string, string>
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** As Docker fills it in: `${NAME:?what to do}`. */
const filled = (value: string | number) =>
  String(value).replaceAll(/\$\{(\w+):\?[^}]*\}/g, (_, name: string) => environment[name]!)

describe('compose.yaml', () => {
  it.each(services)('%s has an image of an exact version', (_, { image }) => {
    expect(image).toMatch(pinned)
  })

  it('has the versions that the tests know: Headwater and Kafka', () => {
    for (const [, { image }] of ours) expect(image).toBe(`headwater:${packageVersion}`)
    const kafka = /<version>(\d+\.\d+\.\d+)<\/version>/.exec(read('tools/kafka/pom.xml'))![1]
    expect(compose.services.kafka!.image).toBe(`apache/kafka:${kafka}`)
  })

  it.each(services)('%s tells when it is ready', (_, { healthcheck, build }) => {
    if (build !== undefined) expect(dockerfile).toContain('\nHEALTHCHECK ')
    else expect(healthcheck!.test[0]).toBe('CMD')
  })

  it.each(services)('%s is reached from this machine alone', (_, { ports = [] }) => {
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/)
  })

  it.each(services)('%s waits for services that are there', (_, { depends_on = {} }) => {
    for (const [name, { condition }] of Object.entries(depends_on)) {
      expect(Object.keys(compose.services)).toContain(name)
      expect(condition).toBe('service_healthy')
    }
  })

  it('declares the volumes that it uses, no others, and mounts files that are there', () => {
    const sources = services.flatMap(([, { volumes = [] }]) => volumes.map((mount) => mount.split(':')[0]!))
    const files = sources.filter((source) => source.startsWith('.'))
    expect(sources.filter((source) => !source.startsWith('.')).sort()).toEqual(
      Object.keys(compose.volumes).sort(),
    )
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([])
    const secrets = services.flatMap(([, service]) => service.secrets ?? [])
    expect([...new Set(secrets)].sort()).toEqual(Object.keys(compose.secrets ?? {}).sort())
  })

  it('holds no secret: each comes from the file that deploy/make-env.sh writes, and all of that are used', () => {
    for (const [name, service] of services)
      for (const [variable, value] of Object.entries(service.environment ?? {}))
        if (/PASSWORD|KEY|SECRET|TOKEN/.test(variable))
          expect(value, `${name}: ${variable}`).toMatch(/^\$\{\w+:\?[^}]+\}$/)
    const named = [...text.matchAll(/\$\{(\w+)/g)].map((match) => match[1]!)
    const secrets = Object.values(compose.secrets ?? {}).map((secret) => secret.environment)
    const used = new Set([...named, ...secrets])
    expect([...used].filter((name) => !(name in environment))).toEqual([])
    // HEADWATER_API_KEY is for the command line beside it.
    expect(Object.keys(environment).filter((name) => !used.has(name))).toEqual(['HEADWATER_API_KEY'])
  })

  it.each(ours)(
    '%s runs a command that the command line takes, with settings that it knows',
    async (_, service) => {
      const streams = { stdout: process.stdout, stderr: process.stderr } as never
      const program = await createProgram(streams, () => {})
      let ran: string | undefined
      for (const command of program.commands)
        command.action(() => {
          ran = command.name()
        })
      program.parse([...service.command!], { from: 'user' })
      expect(ran).toBe(service.command![0])
      const given = Object.entries(service.environment!).map(([name, value]) => [name, filled(value)])
      const config = loadConfig({}, { ...Object.fromEntries(given), ...imageEnvironment() })
      expect(config.unknownVariables).toEqual([])
      expect(config.api.keys.map(({ name }) => name)).toEqual(['owner', 'prometheus'])
    },
  )

  it('is taken by Docker Compose, where that is installed', ({ skip }) => {
    if (spawnSync('docker', ['compose', 'version']).status !== 0)
      skip('docker compose is not installed here: the file is checked by this test alone')
    const options = ['--file', join(root, 'compose.yaml'), '--env-file', join(folder, '.env')]
    const { status, stderr } = spawnSync('docker', ['compose', ...options, 'config', '--quiet'])
    expect([status, String(stderr)]).toEqual([0, ''])
  })
})

describe('the Dockerfile', () => {
  it('starts from exact versions, of the Node that package.json names, and does not run as root', () => {
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map((match) => match[1]!)
    for (const base of bases) expect(base).toMatch(pinned)
    const node = (JSON.parse(read('package.json')) as { devDependencies: { node: string } }).devDependencies
      .node
    for (const base of bases) expect(base).toMatch(new RegExp(`^node:${node.split('.')[0]}\\.`))
    expect(/^USER (\S+)/m.exec(dockerfile)![1]).toBe('node')
  })

  it('copies what is there, and .dockerignore lets what the build reads in', () => {
    const made = ['node_modules', 'dist']
    const copied = [...dockerfile.matchAll(/^COPY --from=build \/src\/(\S+)/gm)].map((match) => match[1]!)
    const allowed = [...read('.dockerignore').matchAll(/^!(\S+)/gm)].map((match) => match[1]!)
    for (const name of [...copied.filter((name) => !made.includes(name)), ...allowed])
      expect(existsSync(join(root, name)), name).toBe(true)
    expect(copied.filter((name) => !made.includes(name) && !allowed.includes(name))).toEqual([])
    expect(allowed).toEqual(expect.arrayContaining(['package-lock.json', 'src', 'tsconfig.build.json']))
  })

  it('sets variables that Headwater knows', () => {
    expect(Object.keys(imageEnvironment()).filter((name) => !(name in settings))).toEqual([])
  })
})

/** The settings that the image comes with. */
function imageEnvironment(): Record<string, string> {
  const line = /^ENV (.+)$/m.exec(dockerfile)![1]!
  return Object.fromEntries(
    line
      .split(' ')
      .map((pair) => pair.split('=') as [string, string])
      .filter(([name]) => name.startsWith('HEADWATER_')),
  )
}
