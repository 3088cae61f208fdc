/** Comments, docs, messages and test names use the usual English word (CONTRIBUTING.md, "What we ask of a change"). */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

/** Words that sound translated, or that hide who acts, each with what to write instead. */
const unusual: readonly (readonly [RegExp, string])[] = [
  [/\banew\b/i, 'again'],
  [/\bnobody\b(?!\/)/i, 'no process, no caller, …'],
  [/\bsomebody\b/i, 'the actor: a caller, another process, …'],
  [/\bwhoever\b/i, 'the actor: the process that, a caller that, …'],
  [/\bwork(?:s|ed|ing)? (?:it |them |all \w+ )?out\b/i, 'compute, find'],
  [/\bMend\b|\bmend(?:s|ed|ing)\b|\bmend (?:the|it|them|this|that|what|a)\b/, 'fix'],
  [/\btells? (?:of|that)\b|\b(?:is|are) told\b/i, 'report, say, get'],
  [/\blet(?:s|ting)? go of\b/i, 'close, release'],
  [/\bgoodbye\b/i, 'disconnect'],
]

const folders = ['src', 'docs', 'tools', 'scripts', 'bench', 'test', 'examples', 'deploy']
const files = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  '.env.example',
  'compose.yaml',
  'Dockerfile',
  ...folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
  ),
].filter(
  (name) => /\.(?:ts|md|sh|ya?ml|example)$|^Dockerfile$/.test(name) && name !== 'test/docs/words.test.ts',
)

function unusualWordsIn(text: string): string[] {
  return text.split('\n').flatMap((line, at) =>
    unusual.flatMap(([word, instead]) => {
      const found = word.exec(line)
      return found ? [`${at + 1}: "${found[0]}"; write ${instead}`] : []
    }),
  )
}

describe('comments, docs, messages and test names', () => {
  it('use the usual words and name who acts', () => {
    const found = files.flatMap((name) =>
      unusualWordsIn(readFileSync(name, 'utf8')).map((line) => `${name}:${line}`),
    )
    expect(found).toEqual([])
  })

  it('are searched for words in every form', () => {
    expect(unusualWordsIn('Mend it.\nIt is fixed, and nobody is told that.')).toEqual([
      '1: "Mend"; write fix',
      '2: "nobody"; write no process, no caller, …',
      '2: "is told"; write report, say, get',
    ])
  })
})
