import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  allocateRetained,
  buildGraph,
  explainFlow,
  flow,
  type GraphVersion,
  pathEdgesMaxDefault,
  referenceFlow,
  type VersionFlow,
} from '../../src/attribution/index.ts'
import {
  formatAmount,
  ledgerUnitsPerAtom,
  parseAmount,
  parseShare,
  type Share,
} from '../../src/money/index.ts'
import { ledgerUnits } from '../../src/money/ledgerUnits.ts'
import type { LineageEdge } from '../../src/registry/model.ts'
import { pathsPerCallMax } from '../../src/settlement/reports/divideCall.ts'

const page = readFileSync(new URL('../../docs/semantics.md', import.meta.url), 'utf8')
/** Each paragraph on one line, for patterns of whole sentences. */
const paragraphs = page.split('\n\n').map((text) => text.replaceAll(/\n */g, ' '))
const prose = paragraphs.join('\n')

interface Example {
  readonly names: readonly string[]
  readonly versions: readonly GraphVersion[]
  readonly direct: { readonly versions: Uint32Array; readonly amounts: readonly bigint[] }
  readonly fee: Share
  /** Text between the block and the next. */
  readonly after: string
}

const whole = (text: string): bigint => BigInt(text.replaceAll(',', ''))

/** `tuned absolute 0.1 base, relative 0.05 labels`: one version a line, sources before. */
function readExample(block: string, after: string): Example {
  const names: string[] = []
  const versions: GraphVersion[] = []
  let fee = 0 as Share
  const calls: [number, bigint][] = []
  for (const line of block.trim().split('\n')) {
    const [name, rest = ''] = line.split(/\s+(.*)/)
    const items = rest === '' ? [] : rest.split(', ')
    if (name === 'fee') fee = parseShare(rest, undefined, true)
    else if (name === 'calls') {
      for (const item of items) {
        const [served, amount] = item.split(' ')
        calls.push([names.indexOf(served!), whole(amount!)])
      }
    } else {
      names.push(name!)
      const derivedFrom = items.map((item): LineageEdge => {
        const [policy, share, source] = item.split(' ')
        return {
          policy: policy as 'absolute' | 'relative',
          share: parseShare(share!),
          source: names.indexOf(source!),
          relation: 'trainedOn',
        }
      })
      versions.push({ releasedAt: 0, derivedFrom })
    }
  }
  const direct = {
    versions: Uint32Array.from(calls, ([at]) => at),
    amounts: calls.map(([, amount]) => amount),
  }
  return { names, versions, direct, fee, after }
}

const examples = [...page.matchAll(/```lineage\n(.*?)```(.*?)(?=```lineage|$)/gs)].map(([, block, after]) =>
  readExample(block!, after!),
)
const both = examples[2]!

/** Rows of tables in `text` with that many columns, without head and rule. */
function rowsOf(text: string, columns: number): string[][] {
  return [...text.matchAll(/^\|(.*)\|$/gm)]
    .map(([, row]) => row!.split('|').map((cell) => cell.trim()))
    .filter((row) => row.length === columns && !/^:?-+:?$/.test(row[0]!))
    .slice(1)
}

describe('docs/semantics.md', () => {
  it.each(examples.map((example, at) => [at + 1, example] as const))(
    'has the numbers of example %i right',
    (_, example) => {
      const graph = buildGraph(example.versions)
      for (const divide of [flow, referenceFlow]) {
        const result = divide(graph, example.direct, example.fee)
        const shown = rowsOf(example.after, 8).map(
          ([name, direct, fee, relativeIn, absoluteIn, relativeOut, absoluteOut, retained]): VersionFlow => ({
            version: example.names.indexOf(name!),
            direct: ledgerUnits(whole(direct!)),
            fee: ledgerUnits(whole(fee!)),
            cost: ledgerUnits(0n),
            relativeIn: ledgerUnits(whole(relativeIn!)),
            absoluteIn: ledgerUnits(whole(absoluteIn!)),
            relativeOut: ledgerUnits(whole(relativeOut!)),
            absoluteOut: ledgerUnits(whole(absoluteOut!)),
            retained: ledgerUnits(whole(retained!)),
          }),
        )
        expect(shown).toEqual([...result.flows])
        expect(whole(/^Rounding: ([\d,]+)/m.exec(example.after)![1]!)).toBe(result.rounding)
      }
    },
  )

  it('has every quotient right', () => {
    const shares = [...prose.matchAll(/(floor|ceil)\(([\d,]+) · ([\d.]+)\) = ([\d,]+)/g)]
    for (const [text, rounding, amount, share, shown] of shares) {
      const product = whole(amount!) * BigInt(parseShare(share!))
      const up = rounding === 'ceil' ? 999_999_999n : 0n
      expect((product + up) / 1_000_000_000n, text).toBe(whole(shown!))
    }
    const units = [...prose.matchAll(/floor\(([\d,]+) · ([\d,]+) \/ ([\d,]+)\) = ([\d,]+)/g)]
    for (const [text, pool, some, all, shown] of units) {
      expect((whole(pool!) * whole(some!)) / whole(all!), text).toBe(whole(shown!))
    }
    // None is written in a form that this test does not read.
    expect(shares.length + units.length).toBe(prose.match(/(floor|ceil)\([\d,]+ /g)!.length)
  })

  it('shows the paths of the explained call with their amounts', () => {
    const served = both.names.indexOf('agent')
    const amount = whole(/The call of ([\d,]+) to `agent`/.exec(prose)![1]!)
    const { flows } = explainFlow(buildGraph(both.versions), { version: served, amount, feeShare: both.fee })
    const paths = [...flows].flatMap((one) => one.paths)
    const known = paths.map(({ over, edges, amount }) => [
      [served, ...edges.map(({ to }) => to)].map((version) => both.names[version]).join(' → '),
      over,
      amount,
    ])
    const shown = rowsOf(page, 3).map(([path, pays, amount]) => [path, pays!.split(',')[0], whole(amount!)])
    expect(shown.sort()).toEqual(known.sort())
  })

  it('names the limits of an explanation', () => {
    const [, paths, edges] = /\(([\d,]+) paths and ([\d,]+) edges in the explanation of a call\)/.exec(prose)!
    expect([whole(paths!), whole(edges!)]).toEqual([BigInt(pathsPerCallMax), BigInt(pathEdgesMaxDefault)])
  })

  it('divides what labels retained among the payees that it names', () => {
    const { flows } = flow(buildGraph(both.versions), both.direct, both.fee)
    const retained = [...flows].find(({ version }) => both.names[version] === 'labels')!.retained
    expect(prose).toContain(`Of the ${retained.toLocaleString('en')} above`)
    const parts: string[] = []
    const left = allocateRetained(
      {
        holders: [{ payee: 'lab', share: parseShare('0.4') }],
        contributorShare: parseShare('0.6'),
        contributors: [
          { payee: 'ann', units: 500n },
          { payee: 'bob', units: 300n },
          { payee: 'cy', units: 200n },
        ],
        contributorUnits: 1_000n,
      },
      retained,
      (payee, _, amount) => parts.push(`\`${payee}\` ${amount.toLocaleString('en')}`),
    )
    const shown = paragraphs.find((text) => text.startsWith('Let `lab` hold'))!
    const amounts = [...shown.matchAll(/(`\w+`)(?: gets)? floor\([^)]*\) = ([\d,]*\d)/g)]
    expect(amounts.map(([, payee, amount]) => `${payee} ${amount}`)).toEqual(parts)
    expect(shown).toContain(`The remaining ${left} go to rounding`)
  })

  it('pays the atoms of the balance that it names', () => {
    const [, balance, units, atoms, paid, carried] =
      /balance of ([\d.]+) in a currency of 6 decimals is ([\d,]+) LU: ([\d,]+) atoms are paid, which is ([\d.]+), and ([\d.]+) are carried/.exec(
        prose,
      )!
    const inUnits = parseAmount(balance!, 6)
    expect(inUnits).toBe(whole(units!))
    expect(inUnits / ledgerUnitsPerAtom).toBe(whole(atoms!))
    expect(formatAmount(ledgerUnits(whole(atoms!) * ledgerUnitsPerAtom), 6)).toBe(paid)
    expect(formatAmount(ledgerUnits(inUnits % ledgerUnitsPerAtom), 6)).toBe(carried)
  })
})
