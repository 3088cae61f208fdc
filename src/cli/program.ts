/** Every command, in the order in which a new user needs them. */
import { Command, Option } from 'commander'
import { packageVersion } from '../version.ts'
import { assetsCommand } from './commands/assets.ts'
import { auditCommand } from './commands/audit.ts'
import { backupCommand } from './commands/backup.ts'
import { balancesCommand } from './commands/balances.ts'
import { callsCommand } from './commands/calls.ts'
import { closeCommand } from './commands/close.ts'
import { completionCommand } from './commands/completion.ts'
import type { CommandDefinition } from './commands/definition.ts'
import { demoCommand } from './commands/demo.ts'
import { doctorCommand } from './commands/doctor.ts'
import { epochsCommand } from './commands/epochs.ts'
import { explainCommand } from './commands/explain.ts'
import { feesCommand } from './commands/fees.ts'
import { ingestCommand } from './commands/ingest.ts'
import { initCommand } from './commands/init.ts'
import { keysListCommand, keysNewCommand, keysRevokeCommand } from './commands/keys.ts'
import { lagCommand } from './commands/lag.ts'
import { lineageCommand } from './commands/lineage.ts'
import { payeesCommand } from './commands/payees.ts'
import { proofCommand } from './commands/proof.ts'
import { quarantineEmptyCommand, quarantineListCommand } from './commands/quarantine.ts'
import { queryCommand } from './commands/query.ts'
import { ratesCommand } from './commands/rates.ts'
import { rebuildCommand } from './commands/rebuild.ts'
import { refusedDismissCommand, refusedListCommand, refusedReplayCommand } from './commands/refused.ts'
import { restoreCommand } from './commands/restore.ts'
import { serveCommand } from './commands/serve.ts'
import { statementCommand } from './commands/statement.ts'
import { statementsCommand } from './commands/statements.ts'
import { suspenseCommand } from './commands/suspense.ts'
import { treeCommand } from './commands/tree.ts'
import { verifyCommand } from './commands/verify.ts'
import { workerCommand } from './commands/worker.ts'
import { createSession, type Streams } from './session.ts'

const definitions: readonly CommandDefinition[] = [
  initCommand,
  ingestCommand,
  closeCommand,
  epochsCommand,
  treeCommand,
  proofCommand,
  statementCommand,
  statementsCommand,
  explainCommand,
  lineageCommand,
  payeesCommand,
  assetsCommand,
  ratesCommand,
  feesCommand,
  balancesCommand,
  callsCommand,
  suspenseCommand,
  queryCommand,
  verifyCommand,
  rebuildCommand,
  backupCommand,
  restoreCommand,
  serveCommand,
  workerCommand,
  lagCommand,
  demoCommand,
  doctorCommand,
  completionCommand,
  auditCommand,
]
/** Commands of two words. */
const groups = [
  {
    name: 'refused',
    about: 'refused events: list them, send them again after a fix, or dismiss them',
    definitions: [refusedListCommand, refusedReplayCommand, refusedDismissCommand],
  },
  {
    name: 'quarantine',
    about: 'what a kill left and was moved aside: list it, or delete it',
    definitions: [quarantineListCommand, quarantineEmptyCommand],
  },
  {
    name: 'keys',
    about: "keys of a server's API: make one, list them, revoke one",
    definitions: [keysNewCommand, keysListCommand, keysRevokeCommand],
  },
] satisfies { name: string; about: string; definitions: readonly CommandDefinition[] }[]

/** @param exit receives the exit code of the command */
export function createProgram(streams: Streams, exit: (code: number) => void): Command {
  const program = new Command('headwater')
    .description('Exact books for AI assets: model calls in, royalties along the lineage, payout trees out.')
    .version(packageVersion, '-V, --version')
    // `lineage` has its own --version, so options of the program must come before the command.
    .enablePositionalOptions()
    .exitOverride()
    // main.ts reports every failure, in one form.
    .configureOutput({
      writeOut: (text) => streams.stdout.write(text),
      writeErr: () => {},
      outputError: () => {},
    })
    .addHelpText(
      'after',
      '\nExample:\n  headwater ingest events.ndjson && headwater close && headwater epochs\n',
    )
  addCommonOptions(program)
  for (const definition of definitions) addCommand(program, definition, streams, exit)
  for (const { name, about, definitions } of groups) {
    const group = program
      .command(name)
      .description(about)
      .addHelpText('after', `\nExample:\n  headwater ${name} ${definitions[0]!.usage}\n`)
    group.copyInheritedSettings(program)
    for (const definition of definitions) addCommand(group, definition, streams, exit)
  }
  return program
}

function addCommand(
  parent: Command,
  definition: CommandDefinition,
  streams: Streams,
  exit: (code: number) => void,
): void {
  const command = parent
    .command(definition.usage)
    .description(definition.about)
    .addHelpText('after', `\nExample:\n${definition.examples.map((example) => `  ${example}`).join('\n')}\n`)
  definition.options?.(command)
  addCommonOptions(command)
  if (definition.lists) addListOptions(command)
  command.action(async (...given: unknown[]) => {
    const options = command.opts()
    const operands = given.slice(0, -2) as (string | undefined | string[])[]
    const session = createSession(command, streams)
    try {
      const code = await definition.run(session, operands.flat(), options)
      await session.out.finish()
      exit(code ?? 0)
    } finally {
      session.out.discard()
    }
  })
}

function addCommonOptions(command: Command): void {
  command
    .option('--data <folder>', 'the data folder (default: ./.headwater, or HEADWATER_DATA)')
    .option('--url <url>', 'use a running server instead; its key comes from HEADWATER_API_KEY')
    .option(
      '--clickhouse <url>',
      'database on a ClickHouse server for calls and books (default: in the folder, or HEADWATER_CLICKHOUSE_URL)',
    )
    .option('--eventstore <url>', 'KurrentDB for the events (kurrentdb://…), instead of the data folder')
    .option('--json', 'print JSON objects, one on each line')
}

function addListOptions(command: Command): void {
  command
    .addOption(new Option('--csv', 'print CSV').conflicts(['json', 'parquet']))
    .addOption(new Option('--parquet <file>', 'write a Parquet file').conflicts('json'))
}
