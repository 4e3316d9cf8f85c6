import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createDemoShop } from '../../src/simulator/demo-shop.js';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.js';
import { runCli, writeConfig } from '../support/run-cli.js';

/** Starts a demo shop over HTTP, which `closeShops` ends. */
export async function openShop(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const simulator = await startSimulator({ shop: createDemoShop(), ...options });
  open.push(simulator);
  return simulator;
}

const open: Simulator[] = [];

export async function closeShops(): Promise<void> {
  for (const simulator of open.splice(0)) await simulator.close();
}

/** A configuration of one site with some keys, as YAML indented by four. */
export const siteYaml = (url: string, keys = ''): string => `sites:
  - name: shop
    url: ${url}
    identifier: demo-identifier
    secret: demo-secret
${keys}`;

/** Nothing listens there: a command that asks WHMCS fails. */
export const NOWHERE = 'http://127.0.0.1:9/';

/** Creates a folder with a configuration. */
export async function workshop(config: string) {
  const path = await writeConfig(config);
  const folder = dirname(path);
  return {
    path,
    at: (name: string) => join(folder, name),
    text: (name: string) => readFile(join(folder, name), 'utf8'),
    write: async (name: string, content: string | Buffer) => {
      await writeFile(join(folder, name), content);
      return join(folder, name);
    },
    /** Runs a command on the configuration. The folder is left out of its output. */
    async run(command: string, args: readonly string[] = [], env: Record<string, string> = {}) {
      const cli = runCli([command, '--config.file', path, ...args], env);
      const code = await cli.ended;
      const without = (text: string) => text.replaceAll(`${folder}/`, '');
      return { code, out: without(cli.out()), err: without(cli.err()) };
    },
  };
}
