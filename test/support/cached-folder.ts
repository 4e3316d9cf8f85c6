import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Returns the folder that a script of `scripts` fills with programs for tests and benchmarks: what the
 * environment variable names, or one in the user's cache.
 */
export const cachedFolder = (variable: string, name: string): string =>
  process.env[variable] ||
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'whmcs-stock-exporter', name);

/** Where `scripts/newer-prometheus` puts a program. */
export const newerProgram = (name: string): string =>
  join(cachedFolder('NEWER_PROMETHEUS', 'newer-prometheus'), 'usr/bin', name);
