import { type Command, Option } from 'commander';
import { durationText, filePath, portNumber } from './flag-values.js';
import type { Io } from './io.js';
import { LOG_FORMATS, LOG_LEVELS, type LogOptions, resolveFormat } from './log-options.js';
import type { ServeOptions } from './serve.js';
import { type WebFlags, webOptions } from './web-flags.js';

export type ConfigFlags = { 'config.file': string };
export type PersistenceFlags = { 'persistence.file'?: string };
export type LogFlags = { 'log.level': LogOptions['level']; 'log.format': (typeof LOG_FORMATS)[number] };
export type PortFlags = { 'simulator.port': number };

/** Adds the flag that names the configuration. */
export const withConfig = (command: Command): Command =>
  command.option(
    '--config.file <path>',
    'configuration file; .env beside it is read too',
    filePath,
    'config.yaml',
  );

export type AutoReloadFlags = {
  'config.enableAutoReload'?: boolean;
  'config.autoReloadInterval': number;
};

/** Adds the flags of reloads that nobody asks for. */
export const withAutoReload = (command: Command): Command =>
  command
    .option(
      '--config.enable-auto-reload',
      'reload when the content of the configuration, .env, a secret or a table changes',
    )
    .addOption(
      new Option('--config.auto-reload-interval <duration>', 'time between two looks at the content')
        .argParser(durationText)
        .default(30_000, '30s'),
    );

/** Adds the file that keeps the state over a restart. It defaults to `PERSISTENCE_FILE`, which images set. */
export const withPersistence = (command: Command, { env }: Io): Command =>
  command.option(
    '--persistence.file <path>',
    'file that keeps stock and counters over a restart; PERSISTENCE_FILE sets it too',
    filePath,
    env.PERSISTENCE_FILE || undefined,
  );

/** Adds the logging flags. */
export const withLog = (command: Command): Command =>
  command
    .addOption(
      new Option('--log.level <level>', 'lowest severity to log').choices(LOG_LEVELS).default('info'),
    )
    .addOption(
      new Option('--log.format <format>', 'log format; auto is pretty on a terminal, json otherwise')
        .choices(LOG_FORMATS)
        .default('auto'),
    );

/** Adds the port of the simulated WHMCS. */
export const withPort = (command: Command): Command =>
  command.option(
    '--simulator.port <number>',
    'port of the simulated WHMCS, 0 for any free port',
    portNumber,
    0,
  );

/** Returns the `serve` options that the flags set. */
export const serveOptions = (flags: WebFlags & LogFlags, io: Io): Omit<ServeOptions, 'redact'> => ({
  web: webOptions(flags),
  log: { level: flags['log.level'], format: resolveFormat(flags['log.format'], io) },
});
