import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder that `scripts/kubernetes-tools` fills. */
export const KUBERNETES_TOOLS =
  process.env.KUBERNETES_TOOLS ??
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'whmcs-stock-exporter/kubernetes-tools');

const brought = join(KUBERNETES_TOOLS, 'bin/helm');

/** Helm as `scripts/kubernetes-tools` brings it, else the installed one. */
export const HELM = existsSync(brought) ? brought : 'helm';

/** Runs Helm, and returns what it prints and how it ends, without notes on links to files of the project. */
export function runHelm(...argv: readonly string[]) {
  const { status, stdout, stderr, error } = spawnSync(HELM, argv, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (error) throw new Error(`helm can't be run: ${error.message}. scripts/kubernetes-tools brings it`);
  const lines = stderr.split('\n').filter((line) => !line.includes('found symbolic link in path'));
  return { status, stdout, stderr: lines.join('\n') };
}

/**
 * Returns what Helm prints.
 *
 * @throws {Error} if it fails.
 */
export function helm(...argv: readonly string[]): string {
  const { status, stdout, stderr } = runHelm(...argv);
  if (status !== 0) throw new Error(stderr);
  return stdout;
}
