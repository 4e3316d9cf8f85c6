import { systemClock } from '../collector/clock.js';
import { loadWebConfig } from '../config/web-config/load-web-config.js';
import type { TlsConfig } from '../config/web-config/web-config.js';
import type { ExporterTelemetry } from '../metrics/exporter-telemetry.js';
import { createGuard, type Guard } from '../web/guard.js';
import { followWebConfig, type LiveWebConfigDeps } from '../web/live-web-config.js';
import { createPasswordWorker } from '../web/password-worker.js';
import type { WebServer } from '../web/server.js';

/** What protects the web server: TLS, users and headers. */
export type Protection = {
  readonly guard: Guard;
  readonly tls: () => TlsConfig | undefined;
  /** Applies every change of the files to the server, until the signal aborts. */
  follow(server: Pick<WebServer, 'protect'>, signal: AbortSignal): void;
  close(): void;
};

/**
 * Opens the protection that `--web.config.file` describes.
 *
 * @throws {UserError} if the file is invalid.
 */
export async function openProtection(
  file: string,
  telemetry: Pick<ExporterTelemetry, 'declareWebConfig'>,
  log: LiveWebConfigDeps['log'],
): Promise<Protection> {
  const web = await followWebConfig({
    load: () => loadWebConfig(file),
    telemetry: telemetry.declareWebConfig(),
    clock: systemClock,
    log,
  });
  const passwords = createPasswordWorker();
  return {
    guard: createGuard({ config: web.current, compare: passwords.compare, now: systemClock.monotonic }),
    tls: () => web.current().tls,
    follow: (server, signal) => void web.watch(({ tls }) => server.protect(tls), signal),
    close: passwords.close,
  };
}
