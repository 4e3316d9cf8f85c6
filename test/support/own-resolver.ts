import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tool } from './tool.js';

/** Gives the program that follows its own resolv.conf and hosts file, in a mount namespace. */
const SCRIPT = 'mount --bind "$1" /etc/resolv.conf && mount --bind "$2" /etc/hosts && shift 2 && exec "$@"';

/** The tool of a test with its own name server. Only root may run one. */
export const OWN_RESOLVER: Tool = {
  program: 'unshare',
  probe: ['--mount', 'sh', '-c', `[ "$(id -u)" = 0 ] && ${SCRIPT}`, 'sh', '/dev/null', '/dev/null', 'true'],
  remedy: 'run as root, where mount namespaces are permitted',
};

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
