import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder to which `scripts/kubernetes-tools` downloads. */
export const KUBERNETES_TOOLS =
  process.env.KUBERNETES_TOOLS ??
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'whmcs-stock-exporter/kubernetes-tools');

const brought = join(KUBERNETES_TOOLS, 'bin/helm');

/** The Helm that `scripts/kubernetes-tools` downloads, or else the installed one. */
export const HELM = existsSync(brought) ? brought : 'helm';

/** Runs Helm and returns its exit code and output, without the warnings about symbolic links. */
export function runHelm(...argv: readonly string[]) {
  const { status, stdout, stderr, error } = spawnSync(HELM, argv, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (error) throw new Error(`helm can't be run: ${error.message}. scripts/kubernetes-tools downloads it`);
  const lines = stderr.split('\n').filter((line) => !line.includes('found symbolic link in path'));
  return { status, stdout, stderr: lines.join('\n') };
}

/**
 * Runs Helm and returns its output.
 *
 * @throws {Error} if Helm fails.
 */
export function helm(...argv: readonly string[]): string {
  const { status, stdout, stderr } = runHelm(...argv);
  if (status !== 0) throw new Error(stderr);
  return stdout;
}
