import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Io } from './io.js';
import { LOG_FORMATS, LOG_LEVELS, type LogOptions, resolveFormat } from './log-options.js';
import type { ServeOptions } from './serve.js';

export type ConfigFlags = { 'config.file': string };
export type AddressFlags = { 'web.listenAddress': string };
export type WebFlags = AddressFlags & {
  'web.config.file'?: string;
  'web.telemetryPath': string;
  'web.maxRequests': number;
  'web.disableExporterMetrics'?: boolean;
  'web.disableReload'?: boolean;
};
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

/**
 * Adds the listen address. It defaults to `WEB_LISTEN_ADDRESS`, so that the health check of a container image
 * asks the address the exporter listens on.
 */
export const withAddress = (command: Command, { env }: Io): Command =>
  command.option(
    '--web.listen-address <address>',
    'address to listen on; WEB_LISTEN_ADDRESS sets it too',
    env.WEB_LISTEN_ADDRESS || ':10052',
  );

/** Adds the flags of the web server. */
export const withWeb = (command: Command, io: Io): Command =>
  withAddress(command, io)
    .option(
      '--web.config.file <path>',
      'TLS, users and headers, in the format of Prometheus and its exporters',
      filePath,
    )
    .option('--web.telemetry-path <path>', 'path to serve metrics on', '/metrics')
    .option('--web.max-requests <number>', 'limit of parallel scrapes, 0 for no limit', wholeNumber, 40)
    .option('--web.disable-exporter-metrics', 'leave out the process_ and nodejs_ metrics')
    .option('--web.disable-reload', 'refuse POST /-/reload; SIGHUP still reloads');

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
  listenAddress: flags['web.listenAddress'],
  webConfigFile: flags['web.config.file'],
  telemetryPath: flags['web.telemetryPath'],
  maxRequests: flags['web.maxRequests'],
  exporterMetrics: flags['web.disableExporterMetrics'] !== true,
  reloadByHttp: flags['web.disableReload'] !== true,
  log: { level: flags['log.level'], format: resolveFormat(flags['log.format'], io) },
});

function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('Expected a whole number.');
  return Number(text);
}

function portNumber(text: string): number {
  const port = wholeNumber(text);
  if (port > 65_535) throw new InvalidArgumentError('Expected a port from 0 to 65535.');
  return port;
}

function filePath(text: string): string {
  if (text === '') throw new InvalidArgumentError('Expected a path.');
  return text;
}
