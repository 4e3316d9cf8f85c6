import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Returns the folder to which a script in `scripts` downloads programs for tests and benchmarks: the value of
 * the environment variable, or one in the user's cache.
 */
export const cachedFolder = (variable: string, name: string): string =>
  process.env[variable] ||
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'whmcs-stock-exporter', name);

/** Returns the path of a program that `scripts/newer-prometheus` downloads. */
export const newerProgram = (name: string): string =>
  join(cachedFolder('NEWER_PROMETHEUS', 'newer-prometheus'), 'usr/bin', name);
