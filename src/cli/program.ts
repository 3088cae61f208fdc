/**
 * Every command, in the order in which a new user needs them. A run loads the command that it asks for, because most of
 * the time of a short command is the loading of files.
 */
import { Command, Option } from 'commander'
import { packageVersion } from '../version.ts'
import type { CommandDefinition } from './commands/definition.ts'
import { createSession, type Streams } from './session.ts'

const commands: Readonly<Record<string, () => Promise<CommandDefinition>>> = {
  init: () => import('./commands/init.ts').then(({ initCommand }) => initCommand),
  ingest: () => import('./commands/ingest.ts').then(({ ingestCommand }) => ingestCommand),
  close: () => import('./commands/close.ts').then(({ closeCommand }) => closeCommand),
  simulate: () => import('./commands/simulate.ts').then(({ simulateCommand }) => simulateCommand),
  release: () => import('./commands/release.ts').then(({ releaseCommand }) => releaseCommand),
  epochs: () => import('./commands/epochs.ts').then(({ epochsCommand }) => epochsCommand),
  tree: () => import('./commands/tree.ts').then(({ treeCommand }) => treeCommand),
  proof: () => import('./commands/proof.ts').then(({ proofCommand }) => proofCommand),
  statement: () => import('./commands/statement.ts').then(({ statementCommand }) => statementCommand),
  statements: () => import('./commands/statements.ts').then(({ statementsCommand }) => statementsCommand),
  'bank-file': () => import('./commands/bankFile.ts').then(({ bankFileCommand }) => bankFileCommand),
  explain: () => import('./commands/explain.ts').then(({ explainCommand }) => explainCommand),
  flow: () => import('./commands/flow.ts').then(({ flowCommand }) => flowCommand),
  lineage: () => import('./commands/lineage.ts').then(({ lineageCommand }) => lineageCommand),
  import: () => import('./commands/import.ts').then(({ importCommand }) => importCommand),
  export: () => import('./commands/export.ts').then(({ exportCommand }) => exportCommand),
  payees: () => import('./commands/payees.ts').then(({ payeesCommand }) => payeesCommand),
  assets: () => import('./commands/assets.ts').then(({ assetsCommand }) => assetsCommand),
  rates: () => import('./commands/rates.ts').then(({ ratesCommand }) => ratesCommand),
  fees: () => import('./commands/fees.ts').then(({ feesCommand }) => feesCommand),
  balances: () => import('./commands/balances.ts').then(({ balancesCommand }) => balancesCommand),
  clauses: () => import('./commands/clauses.ts').then(({ clausesCommand }) => clausesCommand),
  claims: () => import('./commands/claims.ts').then(({ claimsCommand }) => claimsCommand),
  advances: () => import('./commands/advances.ts').then(({ advancesCommand }) => advancesCommand),
  reserves: () => import('./commands/reserves.ts').then(({ reservesCommand }) => reservesCommand),
  owed: () => import('./commands/owed.ts').then(({ owedCommand }) => owedCommand),
  disputes: () => import('./commands/disputes.ts').then(({ disputesCommand }) => disputesCommand),
  refunds: () => import('./commands/refunds.ts').then(({ refundsCommand }) => refundsCommand),
  payments: () => import('./commands/payments.ts').then(({ paymentsCommand }) => paymentsCommand),
  calls: () => import('./commands/calls.ts').then(({ callsCommand }) => callsCommand),
  suspense: () => import('./commands/suspense.ts').then(({ suspenseCommand }) => suspenseCommand),
  query: () => import('./commands/query.ts').then(({ queryCommand }) => queryCommand),
  publish: () => import('./commands/publish.ts').then(({ publishCommand }) => publishCommand),
  verify: () => import('./commands/verify.ts').then(({ verifyCommand }) => verifyCommand),
  rebuild: () => import('./commands/rebuild.ts').then(({ rebuildCommand }) => rebuildCommand),
  backup: () => import('./commands/backup.ts').then(({ backupCommand }) => backupCommand),
  restore: () => import('./commands/restore.ts').then(({ restoreCommand }) => restoreCommand),
  serve: () => import('./commands/serve.ts').then(({ serveCommand }) => serveCommand),
  worker: () => import('./commands/worker.ts').then(({ workerCommand }) => workerCommand),
  lag: () => import('./commands/lag.ts').then(({ lagCommand }) => lagCommand),
  watch: () => import('./commands/watch.ts').then(({ watchCommand }) => watchCommand),
  demo: () => import('./commands/demo.ts').then(({ demoCommand }) => demoCommand),
  doctor: () => import('./commands/doctor.ts').then(({ doctorCommand }) => doctorCommand),
  completion: () => import('./commands/completion.ts').then(({ completionCommand }) => completionCommand),
  'payee-export': () =>
    import('./commands/payeeExport.ts').then(({ payeeExportCommand }) => payeeExportCommand),
  'account-changes': () =>
    import('./commands/accountChanges.ts').then(({ accountChangesCommand }) => accountChangesCommand),
  'audit-bundle': () =>
    import('./commands/auditBundle.ts').then(({ auditBundleCommand }) => auditBundleCommand),
  audit: () => import('./commands/audit.ts').then(({ auditCommand }) => auditCommand),
}

interface Group {
  readonly about: string
  readonly load: () => Promise<readonly CommandDefinition[]>
}

/** Commands of two words. */
const groups: Readonly<Record<string, Group>> = {
  refused: {
    about: 'refused events: list them, send them again after a fix, or dismiss them',
    load: () =>
      import('./commands/refused.ts').then(
        ({ refusedListCommand, refusedReplayCommand, refusedDismissCommand }) => [
          refusedListCommand,
          refusedReplayCommand,
          refusedDismissCommand,
        ],
      ),
  },
  mapping: {
    about: 'mappings of CSV, JSON and gateway records: try one on a file, or have one suggested',
    load: () =>
      import('./commands/mapping.ts').then(({ mappingTryCommand, mappingSuggestCommand }) => [
        mappingTryCommand,
        mappingSuggestCommand,
      ]),
  },
  chain: {
    about:
      'chains that are watched: how far they are, what became no event, and a branch to accept after a reorg',
    load: () =>
      import('./commands/chain.ts').then(({ chainStatusCommand, chainListedCommand, chainAcceptCommand }) => [
        chainStatusCommand,
        chainListedCommand,
        chainAcceptCommand,
      ]),
  },
  quarantine: {
    about: 'what a kill left and was moved aside: list it, or delete it',
    load: () =>
      import('./commands/quarantine.ts').then(({ quarantineListCommand, quarantineEmptyCommand }) => [
        quarantineListCommand,
        quarantineEmptyCommand,
      ]),
  },
  notices: {
    about: 'webhooks that a server sends notices to: list them, or have notices sent again',
    load: () =>
      import('./commands/notices.ts').then(({ noticesListCommand, noticesRewindCommand }) => [
        noticesListCommand,
        noticesRewindCommand,
      ]),
  },
  keys: {
    about: "keys of a server's API: make one, list them, revoke one",
    load: () =>
      import('./commands/keys.ts').then(({ keysNewCommand, keysListCommand, keysRevokeCommand }) => [
        keysNewCommand,
        keysListCommand,
        keysRevokeCommand,
      ]),
  },
  links: {
    about: 'links with which payees sign in to the console: make one, list them, take one back',
    load: () =>
      import('./commands/links.ts').then(({ linksMakeCommand, linksListCommand, linksRevokeCommand }) => [
        linksMakeCommand,
        linksListCommand,
        linksRevokeCommand,
      ]),
  },
}

/** It prints the names and options of all commands. */
const needsAll = 'completion'

/**
 * @param exit receives the exit code of the command
 * @param asked the first argument. Where it is not the name of a command, the program has all of them, for the help and
 * for "did you mean"
 */
export async function createProgram(
  streams: Streams,
  exit: (code: number) => void,
  asked?: string,
): Promise<Command> {
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
  const isWanted = isCommand(asked) && asked !== needsAll ? (name: string) => name === asked : () => true
  const wanted = Object.entries(commands).filter(([name]) => isWanted(name))
  for (const definition of await Promise.all(wanted.map(([, load]) => load()))) {
    addCommand(program, definition, streams, exit)
  }
  for (const [name, { about, load }] of Object.entries(groups)) {
    if (!isWanted(name)) continue
    const definitions = await load()
    const group = program
      .command(name)
      .description(about)
      .addHelpText('after', `\nExample:\n  headwater ${name} ${definitions[0]!.usage}\n`)
    group.copyInheritedSettings(program)
    for (const definition of definitions) addCommand(group, definition, streams, exit)
  }
  return program
}

function isCommand(asked: string | undefined): boolean {
  return asked !== undefined && (Object.hasOwn(commands, asked) || Object.hasOwn(groups, asked))
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
    exit((await definition.run(session, operands.flat(), options)) ?? 0)
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
