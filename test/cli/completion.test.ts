import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { completionTree } from '../../src/cli/completion/tree.ts'
import { createProgram } from '../../src/cli/program.ts'
import { inputFormats } from '../../src/service/headwater.ts'
import { runHere } from './support.ts'

const program = await createProgram(
  { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr },
  () => {},
)
const folder = mkdtempSync(join(tmpdir(), 'headwater-completion-'))

let scripts: Record<'bash' | 'zsh' | 'fish', string>
beforeAll(async () => {
  const [bash, zsh, fish] = await Promise.all(
    ['bash', 'zsh', 'fish'].map(async (shell) => (await runHere(['completion', shell])).stdout),
  )
  scripts = { bash: bash!, zsh: zsh!, fish: fish! }
  writeFileSync(join(folder, 'headwater.bash'), scripts.bash)
})

/** What bash offers for the last of the words, each line completed by one bash. */
function offered(...lines: readonly string[][]): string[][] {
  const asked = lines.map(
    (words) =>
      `COMP_WORDS=(headwater ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; COMPREPLY=(); _headwater; echo "\${COMPREPLY[*]}"`,
  )
  const script = `source ${join(folder, 'headwater.bash')}\n${asked.join('\n')}\n`
  return execFileSync('bash', ['--norc', '-c', script], { encoding: 'utf8' })
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split(' ').filter((word) => word !== ''))
}

describe('bash completes', () => {
  test('every command, and every option of every command', () => {
    const tree = completionTree(program)
    expect(tree.length).toBeGreaterThan(25)
    const lines = tree.flatMap(({ path }) => [
      [...path, ''],
      [...path, '--'],
    ])
    const found = offered(...lines)
    for (const [at, { words, options }] of tree.entries()) {
      expect(found[2 * at]!.sort()).toEqual([...words].sort())
      const names = options.flatMap((option) => option.names).filter((name) => name.startsWith('--'))
      expect(found[2 * at + 1]!.sort()).toEqual(names.sort())
    }
  })

  test.each([
    [['clo'], ['close']],
    [['refused', 're'], ['replay']],
    [
      ['calls', '--state', 's'],
      ['settled', 'suspense'],
    ],
    [['calls', '--state', '=', 'p'], ['pending']],
    [
      ['calls', '--state', '='],
      ['settled', 'suspense', 'pending'],
    ],
    [['ingest', 'a.csv', '--format', ''], [...inputFormats]],
    [
      ['lineage', 'model:a', '--direction', ''],
      ['up', 'down'],
    ],
    [['tree', '1', '--format', 'o'], ['openzeppelin']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    // The value of an option is no command; files complete it.
    [['--data', 'close', 'ep'], ['epochs']],
    [['close', '--data', ''], []],
    [['query', ''], []],
  ])('%j', (words, found) => {
    expect(offered(words)).toEqual([found])
  })
})

describe('scripts of other shells', () => {
  test.each(['zsh', 'fish'] as const)('%s names every command and option', (shell) => {
    for (const { path, options } of completionTree(program)) {
      for (const name of path) expect(scripts[shell]).toContain(name)
      for (const { names } of options)
        for (const name of names)
          expect(scripts[shell]).toContain(shell === 'fish' ? name.replace(/^-+/, '') : name)
    }
  })

  test.each(['zsh', 'fish'] as const)('%s accepts its script, where it is installed', (shell) => {
    const path = join(folder, `headwater.${shell}`)
    writeFileSync(path, scripts[shell])
    const { error, stderr } = spawnSync(shell, ['-n', path], { encoding: 'utf8' })
    if (error === undefined) expect(stderr).toBe('')
    else expect(error).toMatchObject({ code: 'ENOENT' })
  })

  test('no other shell has one', async () => {
    const { code, stderr } = await runHere(['completion', 'tcsh'])
    expect([code, stderr]).toEqual([2, expect.stringMatching(/bash, zsh, fish/)])
  })
})
