import { types } from 'node:util';
import { Command, CommanderError, Option } from 'commander';
import type { LoadedConfig } from '../config/build-config.js';
import type { Config } from '../config/config.js';
import { ConfigError } from '../config/problem.js';
import { countNoun } from '../count-noun.js';
import { PROFILES, type Profile } from '../simulator/simulator-settings.js';
import { UserError } from '../user-error.js';
import { HEALTH_LISTEN_FLAG, LISTEN_FLAG } from '../web/listen-address.js';
import { argumentSecrets } from './argument-secrets.js';
import { readBuild } from './build-info.js';
import {
  type AutoReloadFlags,
  type ConfigFlags,
  type LogFlags,
  type PersistenceFlags,
  type PortFlags,
  serveOptions,
  withAutoReload,
  withConfig,
  withLog,
  withPersistence,
  withPort,
} from './flags.js';
import type { HealthAddress } from './healthcheck.js';
import { endOnHangup, type Io } from './io.js';
import { type RedactedIo, redactIo } from './redacted-io.js';
import { addReportCommand } from './report-command.js';
import { type RulesFlags, withRules } from './rules-flags.js';
import { type ShardFlags, shardOptions, withShards } from './shard-flags.js';
import { addTableCommands } from './table-commands.js';
import { type AddressFlags, type WebFlags, withAddress, withWeb } from './web-flags.js';

const NAME = 'whmcs-stock-exporter';

/** The exit code for a bug in this program: EX_SOFTWARE in sysexits.h. */
const INTERNAL_ERROR = 70;

/**
 * Runs a command line and returns the exit code: 0 for success, 1 for a failure that the user can fix, 2 for
 * an incomplete report, 70 for a bug in this program. Never throws.
 *
 * @param argv the arguments, without node and the script.
 */
export async function run(argv: readonly string[], outside: Io): Promise<number> {
  let code = 0;
  const redaction = redactIo(outside, argumentSecrets(argv));
  const { io } = redaction;
  const program = createProgram(redaction, (failed) => {
    code = failed;
  });
  try {
    await program.parseAsync(commandFirst(argv, program), { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    if (!(error instanceof UserError)) return reportBug(error, io);
    const heading = error instanceof ConfigError ? 'configuration is invalid:\n' : '';
    io.err(`${NAME}: ${heading}${error.message}\n`);
    return 1;
  }
}

/**
 * Returns the arguments with the command first; it defaults to `serve`. An unknown command is refused later.
 */
function commandFirst(argv: readonly string[], program: Command): readonly string[] {
  const [first, second] = argv;
  if (first === 'help' && second !== undefined) return commandFirst([second, '--help'], program);
  if (first !== undefined && !first.startsWith('-')) {
    const isKnown = first === 'help' || program.commands.some((command) => command.name() === first);
    return isKnown ? argv : [first]; // an unknown command with `--help` would print the help
  }
  if (argv.some((word) => ['-h', '--help', '--version'].includes(word))) return argv;
  const serve = program.commands.find((command) => command.name() === 'serve');
  const [command] = serve?.parseOptions([...argv]).operands ?? [];
  if (command === undefined) return ['serve', ...argv];
  return [command, ...argv.toSpliced(argv.lastIndexOf(command), 1)];
}

function reportBug(error: unknown, io: Io): number {
  const trace = types.isNativeError(error) ? error.stack : String(error);
  io.err(`${NAME}: unexpected error. This is a bug: please report it with these lines.\n`);
  io.err(`${describeBuild(io)}\n${trace}\n`);
  return INTERNAL_ERROR;
}

/** Each command imports its modules when it runs, which keeps them out of the memory of other commands. */
export function createProgram(redaction: RedactedIo, fail: (code: number) => void): Command {
  const { io, redact } = redaction;
  const hangupEnds = endOnHangup(io);
  const load = async (flags: ConfigFlags): Promise<Config> => {
    const { config } = await readConfig(flags, io);
    redaction.learn(config);
    return config;
  };
  const program = new Command(NAME)
    .description('Prometheus exporter for the stock of products in WHMCS')
    .version(describeBuild(io), '--version', 'print version and build')
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .showHelpAfterError(`see ${NAME} --help`)
    .exitOverride();

  withLog(withPersistence(withShards(withWeb(withAutoReload(withConfig(program.command('serve'))), io)), io))
    .description('collect every site and serve /metrics (the default)')
    .option('--config.check', 'check the configuration and exit')
    .action(async (flags: ServeFlags) => {
      const { createFileWatch } = await import('../config/file-watch.js');
      const files = createFileWatch();
      const config = await files.load(() => load(flags));
      const persistenceFile = flags['persistence.file'];
      const shard = shardOptions(flags, io);
      if (flags['config.check']) {
        printWarnings(config, io);
        await warnOfPersistence(persistenceFile, io);
        await checkWebConfig(flags);
        io.out(`${flags['config.file']} is valid: ${describeSites(config)}\n`);
        return;
      }
      const { serve } = await import('./serve.js');
      const { 'config.enableAutoReload': isAuto, 'config.autoReloadInterval': intervalMs } = flags;
      const options = {
        ...{ ...serveOptions(flags, io), shard, persistenceFile, redact },
        load: () => files.load(() => load(flags)),
        autoReload: isAuto ? { hasChanged: files.hasChanged, intervalMs } : undefined,
      };
      if (!(await serve(config, options, io))) fail(INTERNAL_ERROR);
    });

  withConfig(program.command('check'))
    .description('test the connection to every site, step by step')
    .argument('[site...]', 'names of the sites to test (default: all)')
    .option('--json', 'print the result as JSON')
    .action(async (sites: string[], flags: ConfigFlags & { json?: boolean }) => {
      const { check } = await import('./check.js');
      const { selectSites } = await import('./select-sites.js');
      const config = selectSites(await load(flags), sites, flags['config.file']);
      printWarnings(config, io);
      if (!(await check(config, { json: flags.json === true }, hangupEnds))) fail(1);
    });

  addReportCommand(program, load, hangupEnds, { redact, fail });

  const loadTables = async (flags: ConfigFlags): Promise<LoadedConfig> => {
    const loaded = await readConfig(flags, io, true);
    redaction.learn(loaded.config);
    return loaded;
  };
  addTableCommands(program, loadTables, hangupEnds, fail);

  withAddress(program.command('healthcheck'), io)
    .description('check that the exporter on this machine is healthy; exit with 1 if it is not')
    .action(async (flags: AddressFlags) => {
      const { healthcheck } = await import('./healthcheck.js');
      if (!(await healthcheck(healthAddress(flags), hangupEnds))) fail(1);
    });

  program
    .command('hash-password')
    .description('read a password from the terminal or the standard input, and print its bcrypt hash')
    .action(async () => {
      const { hashPassword } = await import('./hash-password.js');
      await hashPassword(hangupEnds);
    });

  withRules(program.command('rules'))
    .description('print the recording and alerting rules for Prometheus')
    .action(async (flags: RulesFlags) => {
      const { printRules } = await import('./print-rules.js');
      printRules(flags, io);
    });

  withPort(withLog(withWeb(program.command('demo'), io)))
    .description('start a simulated WHMCS that sells and restocks, and an exporter that collects it')
    .action(async (flags: WebFlags & LogFlags & PortFlags) => {
      const { demo } = await import('./demo.js');
      const options = { ...serveOptions(flags, io), redact };
      if (!(await demo(options, flags['simulator.port'], hangupEnds))) fail(INTERNAL_ERROR);
    });

  withPort(program.command('simulator'))
    .description('start only the simulated WHMCS')
    .addOption(
      new Option('--simulator.profile <version>', 'WHMCS version to answer as')
        .choices(PROFILES)
        .default('8.12'),
    )
    .action(async (flags: PortFlags & { 'simulator.profile': Profile }) => {
      const { simulate } = await import('./simulate.js');
      await simulate({ port: flags['simulator.port'], profile: flags['simulator.profile'] }, hangupEnds);
    });
  return program;
}

type ServeFlags = ConfigFlags &
  AutoReloadFlags &
  WebFlags &
  ShardFlags &
  PersistenceFlags &
  LogFlags & { 'config.check'?: boolean };

/**
 * Loads the configuration. Environment variables override those of the `.env` file beside it.
 *
 * @param isMissingEmpty whether a table that is missing or has no text counts as an empty one.
 */
async function readConfig(flags: ConfigFlags, io: Io, isMissingEmpty = false): Promise<LoadedConfig> {
  const { loadParts, readDotenv } = await import('../config/load.js');
  const path = flags['config.file'];
  return loadParts(path, { ...(await readDotenv(path)), ...io.env }, isMissingEmpty);
}

/** Returns the address that serves health, and the flag that it comes from. */
function healthAddress(flags: AddressFlags): HealthAddress {
  const { 'web.healthListenAddress': alone, 'web.listenAddress': all } = flags;
  return alone === undefined
    ? { address: all[0] ?? '', flag: LISTEN_FLAG }
    : { address: alone, flag: HEALTH_LISTEN_FLAG };
}

/** @throws {UserError} if the web configuration is invalid. */
async function checkWebConfig({ 'web.config.file': file }: WebFlags): Promise<void> {
  if (file === undefined) return;
  const { loadWebConfig } = await import('../config/web-config/load-web-config.js');
  await loadWebConfig(file);
}

/** Warns if the file can't be written. It is no error, because the exporter also runs without it. */
async function warnOfPersistence(path: string | undefined, io: Io): Promise<void> {
  const { checkStatePath } = await import('../collector/persistence/check-path.js');
  const problem = path === undefined ? undefined : await checkStatePath(path);
  if (problem !== undefined) io.err(`warning: --persistence.file: ${problem}\n`);
}

function printWarnings({ sites, prometheus }: Config, io: Io): void {
  for (const warning of [...(prometheus?.warnings ?? []), ...sites.flatMap(({ warnings }) => warnings)])
    io.err(`warning: ${warning}\n`);
}

const describeSites = ({ sites }: Config): string =>
  `${countNoun(sites.length, 'site')} (${sites.map(({ name }) => name).join(', ')})`;

function describeBuild({ env }: Io): string {
  const { version, revision, node_version } = readBuild(env);
  return `${NAME}, version ${version} (revision: ${revision}, node: ${node_version})`;
}
