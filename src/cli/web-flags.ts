import { type Command, InvalidArgumentError, Option } from 'commander';
import { filePath, wholeNumber } from './flag-values.js';
import type { Io } from './io.js';

export type AddressFlags = { 'web.listenAddress': readonly string[]; 'web.healthListenAddress'?: string };
export type WebFlags = AddressFlags & {
  'web.config.file'?: string;
  'web.externalUrl'?: URL;
  'web.routePrefix'?: string;
  'web.telemetryPath': string;
  'web.maxRequests': number;
  'web.disableExporterMetrics'?: boolean;
  'web.disableReload'?: boolean;
};

/** How the exporter is served. */
export type WebOptions = {
  /** Where to listen, such as `:10052`, `127.0.0.1:10052` or `[::1]:0`. */
  readonly listenAddresses: readonly string[];
  /** Where health is served in plain HTTP and without a login; undefined for nowhere else. */
  readonly healthAddress: string | undefined;
  /** The file of TLS, users and headers; undefined for none. */
  readonly configFile: string | undefined;
  /** The address that users and Prometheus know; undefined if it is that of their requests. */
  readonly externalUrl: URL | undefined;
  /** What every path begins with, such as `/stock`; empty for nothing. */
  readonly routePrefix: string;
  readonly telemetryPath: string;
  /** Limit of parallel scrapes, and separately of parallel page and API requests; 0 for no limit. */
  readonly maxRequests: number;
  /** Whether the `process_` and `nodejs_` metrics are exposed. */
  readonly exporterMetrics: boolean;
  /** Whether `POST /-/reload` is served. */
  readonly reload: boolean;
};

/**
 * Adds the addresses. They default to variables, so that the health check of a container image asks the
 * address the exporter listens on.
 */
export function withAddress(command: Command, { env }: Io): Command {
  const preset = (env.WEB_LISTEN_ADDRESS || ':10052').split(/[\s,]+/).filter((address) => address !== '');
  return command
    .addOption(
      new Option(
        '--web.listen-address <address>',
        'address to listen on; may be repeated; WEB_LISTEN_ADDRESS sets it too',
      )
        // A set, because arguments are parsed twice: first to find the command.
        .argParser((address: string, before: readonly string[]) => [
          ...new Set([...(before === preset ? [] : before), address]),
        ])
        .default(preset, preset.join(', ')),
    )
    .option(
      '--web.health-listen-address <address>',
      'address of health alone, in plain HTTP, without a login; WEB_HEALTH_LISTEN_ADDRESS sets it too',
      env.WEB_HEALTH_LISTEN_ADDRESS || undefined,
    );
}

/** Adds the flags of the web server. */
export const withWeb = (command: Command, io: Io): Command =>
  withAddress(command, io)
    .option(
      '--web.config.file <path>',
      'TLS, users and headers, in the format of Prometheus and its exporters',
      filePath,
    )
    .option('--web.external-url <url>', 'address that users and Prometheus reach the exporter at', webUrl)
    .option(
      '--web.route-prefix <path>',
      'what every path begins with; by default the path of --web.external-url',
      pathPrefix,
    )
    .option('--web.telemetry-path <path>', 'path to serve metrics on', '/metrics')
    .option(
      '--web.max-requests <number>',
      'limit of parallel scrapes, and separately of page and API requests; 0 for no limit',
      wholeNumber,
      40,
    )
    .option('--web.disable-exporter-metrics', 'leave out the process_ and nodejs_ metrics')
    .option('--web.disable-reload', 'refuse POST /-/reload; SIGHUP still reloads');

/** Returns how the flags say that the exporter is served. */
export const webOptions = (flags: WebFlags): WebOptions => ({
  listenAddresses: flags['web.listenAddress'],
  healthAddress: flags['web.healthListenAddress'],
  configFile: flags['web.config.file'],
  externalUrl: flags['web.externalUrl'],
  routePrefix: flags['web.routePrefix'] ?? flags['web.externalUrl']?.pathname.replace(/\/+$/, '') ?? '',
  telemetryPath: flags['web.telemetryPath'],
  maxRequests: flags['web.maxRequests'],
  exporterMetrics: flags['web.disableExporterMetrics'] !== true,
  reload: flags['web.disableReload'] !== true,
});

function webUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (!isPlain || !/^https?:$/.test(url.protocol))
    throw new InvalidArgumentError('Expected an address such as https://example.com/stock.');
  return url;
}

function pathPrefix(text: string): string {
  const prefix = text.replace(/\/+$/, '');
  if (!/^(?:\/[\w.~-]+)*$/.test(prefix) || /\/\.\.?(?:\/|$)/.test(prefix))
    throw new InvalidArgumentError('Expected a path such as /stock.');
  return prefix;
}
