import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PublishResult } from '../../service/publishing.ts'
import { publishResult } from '../../service/schemas/publishing.ts'
import { exitCodes } from '../output/fault.ts'
import { type CommandDefinition, parseEpochNumber, parseWholeNumber } from './definition.ts'

type Process = typeof import('../../processes/publish.ts')

interface Flags {
  readonly chain?: readonly string[]
  readonly wait?: boolean
  readonly fund: boolean
  readonly again?: boolean
  readonly unsigned?: string
  readonly timeout: string
  readonly bump: string
}

export const publishCommand: CommandDefinition = {
  usage: 'publish [epoch]',
  about: 'publish the roots of an epoch (default: the last) to the distributors of the chains file',
  examples: [
    'headwater publish',
    'headwater publish 7 --chain eip155:8453 --wait',
    'headwater publish --unsigned ./to-sign',
  ],
  options: (command) =>
    command
      .option(
        '--chains <file>',
        'the chains file (default: chains.yaml in the data folder, or HEADWATER_CHAINS)',
      )
      .option('--chain <chain...>', 'only these chains, as CAIP-2')
      .option('--wait', 'wait until the window is over, and activate the root')
      .option('--no-fund', 'leave it to others to send the tokens to the distributor')
      .option(
        '--again',
        'submit a root again that was disabled, that a reorg took away, or whose unsigned transactions are lost',
      )
      .option(
        '--unsigned <folder>',
        'sign nothing: write the transactions there, for a Safe or a hardware signer',
      )
      .option('--timeout <seconds>', 'how long to wait for transactions', '600')
      .option('--bump <seconds>', 'after how long a transaction that waits gets higher fees', '60'),
  async run(session, [epoch]: [string | undefined], flags: Flags) {
    const { publish, safeBatch, describeWaiting } = await import('../../processes/publish.ts')
    const asked = {
      epoch: epoch === undefined ? undefined : parseEpochNumber(epoch),
      chains: flags.chain,
      again: flags.again ?? false,
      fund: flags.fund,
      wait: flags.wait ?? false,
      unsigned: flags.unsigned !== undefined,
      timeoutSeconds: parseWholeNumber(flags.timeout, 'A timeout'),
      bumpSeconds: parseWholeNumber(flags.bump, '--bump'),
    }
    let last = ''
    const results = await session.with('changes', (headwater) =>
      publish(headwater, session.config, {
        ...asked,
        onStep({ chain }, step) {
          const line = `${chain}: ${step}`
          if (line !== last) session.streams.stderr.write(`${line}\n`)
          last = line
        },
      }),
    )
    for (const one of results) {
      const files = flags.unsigned === undefined ? [] : writeFiles(flags.unsigned, one, safeBatch)
      await session.out.object(publishResult, one)
      await session.out.text(() =>
        [describe(one, describeWaiting), ...files.map((file) => `  wrote ${file}`)].join('\n'),
      )
    }
    return results.every(isWell) ? undefined : exitCodes.checkFailed
  },
}

function isWell(one: PublishResult): boolean {
  if (one.fault !== undefined) return false
  return one.transactions !== undefined || one.waitsFor === null || one.waitsFor === 'window'
}

function describe(one: PublishResult, describeWaiting: Process['describeWaiting']): string {
  const place = `${one.chain} ${one.distributor}`
  if (one.fault !== undefined)
    return `${place}\n  ${one.fault.code}: ${one.fault.message}\n  ${one.fault.fix}`
  const { epoch, root, index, stage, sameAs } = one
  if (sameAs !== undefined)
    return `${place}\n  epoch ${epoch}: its root is that of epoch ${sameAs}, which is ${stage}`
  const at = index === undefined ? '' : `, root ${index} of the contract`
  const waiting = describeWaiting(one)
  return [
    place,
    `  epoch ${epoch}: ${stage}${at}`,
    `  ${root}`,
    ...(waiting === '' ? [] : [`  ${waiting}`]),
  ].join('\n')
}

/** @returns the names of the files */
function writeFiles(folder: string, one: PublishResult, safeBatch: Process['safeBatch']): string[] {
  if (one.fault !== undefined || one.transactions === undefined || one.transactions.length === 0) return []
  mkdirSync(folder, { recursive: true })
  const name = `epoch-${one.epoch}-${one.chain.replace(':', '-')}-${one.distributor}`
  const plain = join(folder, `${name}.json`)
  const safe = join(folder, `${name}.safe.json`)
  writeFileSync(plain, `${JSON.stringify(one.transactions, null, 2)}\n`)
  const batch = safeBatch(one.transactions, `Headwater epoch ${one.epoch}`, new Date())
  writeFileSync(safe, `${JSON.stringify(batch, null, 2)}\n`)
  return [plain, safe]
}
