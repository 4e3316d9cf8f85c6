import { runCli, writeConfig } from './run-cli.js';

/** Writes a configuration of one site that the simulator answers for, and returns its path. */
export function siteFile(url: string, keys: readonly string[] = []): Promise<string> {
  const lines = ['name: shop', `url: ${url}`, 'identifier: demo-identifier', 'secret: demo-secret', ...keys];
  return writeConfig(`sites:\n  - ${lines.join('\n    ')}\n`);
}

/** Runs `check` on one site and returns what it says, also in one line. */
export async function checkSite(url: string, keys: readonly string[] = [], env: Record<string, string> = {}) {
  const cli = runCli(['check', '--config.file', await siteFile(url, keys)], env);
  const code = await cli.ended;
  return { code, out: cli.out(), said: `${cli.out()}${cli.err()}`.replace(/\s+/g, ' ') };
}
