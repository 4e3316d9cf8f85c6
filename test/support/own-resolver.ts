import { execFileSync } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from '@jest/globals';
import { fault } from './fault.js';

/** Gives the program that follows its own resolv.conf and hosts file, in a mount namespace. */
const SCRIPT = 'mount --bind "$1" /etc/resolv.conf && mount --bind "$2" /etc/hosts && shift 2 && exec "$@"';

/**
 * `fault` for tests that resolve names in their own way. Where mount namespaces are not permitted they
 * are skipped, and with `CI` set they fail.
 */
export const faultWithOwnResolver: typeof fault = (area, injected, shown, body) => {
  if (isPermitted()) return fault(area, injected, shown, body);
  const reason = 'name servers of a test (unshare --mount is not permitted)';
  if (process.env.CI) throw new Error(`missing: ${reason}`);
  process.stderr.write(`skipped: ${reason}\n`);
  test.skip(`fault [${area}] ${injected} → ${shown}`, () => {});
};

function isPermitted(): boolean {
  try {
    execFileSync('unshare', ['--mount', 'sh', '-c', SCRIPT, 'sh', '/dev/null', '/dev/null', 'true'], {
      stdio: 'ignore',
    });
    return process.getuid?.() === 0; // only root may be a name server
  } catch {
    return false;
  }
}

/** Returns the command line that runs a program with its own resolv.conf and hosts file. */
export async function withOwnResolver(
  files: { readonly resolvConf: string; readonly hosts: string },
  program: readonly string[],
): Promise<readonly [file: string, argv: readonly string[]]> {
  const folder = await mkdtemp(join(tmpdir(), 'resolver-'));
  const [resolvConf, hosts] = [join(folder, 'resolv.conf'), join(folder, 'hosts')];
  await writeFile(resolvConf, files.resolvConf);
  await writeFile(hosts, files.hosts);
  return ['unshare', ['--mount', 'sh', '-c', SCRIPT, 'sh', resolvConf, hosts, ...program]];
}
