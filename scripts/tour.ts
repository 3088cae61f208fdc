/**
 * Keeps the README's tour true. It runs each command that a marker names, in the order of the page, and puts the output
 * into the block below the marker. With `--check` it only compares, and exits with 1 on a difference.
 *
 *     <!-- output: explain jan-00000 | first 12 -->
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const readme = new URL('../README.md', import.meta.url)
const entry = new URL('../src/main.ts', import.meta.url).href
const start = `import(${JSON.stringify(entry)}).then((cli) => cli.main(process.argv.slice(1)))`
const block = /<!-- output: (.+?)(?: \| first (\d+))? -->\n```\n[\s\S]*?```\n/g

/** The page, with every block as the commands print it now. */
export function renderTour(page: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-tour-'))
  try {
    return page.replaceAll(block, (_, command: string, first?: string) => {
      const lines = run(command, folder).trimEnd().split('\n')
      const shown = first === undefined ? lines : lines.slice(0, Number(first))
      const more = lines.length - shown.length
      const rest = more > 0 ? [`… ${more} more lines`] : []
      const given = command === 'demo' ? command : `${command} --data .headwater-demo`
      const text = [`$ npx headwater ${given}`, ...shown, ...rest].join('\n')
      return `<!-- output: ${command}${first === undefined ? '' : ` | first ${first}`} -->\n\`\`\`\n${text}\n\`\`\`\n`
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function run(command: string, folder: string): string {
  const where = command === 'demo' ? [] : ['--data', '.headwater-demo']
  const result = spawnSync(process.execPath, ['-e', start, '--', ...command.split(' '), ...where], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  })
  if (result.status !== 0) throw new Error(`headwater ${command}: exit ${result.status}\n${result.stderr}`)
  return result.stdout
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const page = readFileSync(readme, 'utf8')
  const rendered = renderTour(page)
  if (!process.argv.includes('--check')) writeFileSync(readme, rendered)
  else if (rendered !== page) {
    console.error('README.md shows what the commands no longer print: run `npm run tour`.')
    process.exitCode = 1
  }
}
