import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { errorCode, systemCode } from '../error-code.js';
import { UserError } from '../user-error.js';
import { acceptEdit, type ConfigFile, editable, openConfig, replaceFile } from './config-file.js';
import { type Edited, editText, textOf } from './layout.js';
import { type LiveSite, readLive } from './live.js';
import { mergeSite } from './merge.js';
import { EditRefusal } from './nodes.js';
import { maskComments, replaceSecrets } from './secrets.js';
import { viewSites } from './site-view.js';
import type { World } from './world.js';

export type DiscoverOptions = {
  readonly config: string;
  /** Where the result goes; undefined for the standard output. */
  readonly output: string | undefined;
};

/**
 * Lists every product of every site in a configuration that is ready to use. What is in the file already stays as it is.
 *
 * @throws {Error} where a site can't be read, or the file can't be edited.
 */
export async function discoverProducts({ config, output }: DiscoverOptions, world: World): Promise<void> {
  const source = await openConfig(config, world.env);
  const target = output === undefined ? undefined : await openTarget(output, world);
  const live = await readLive(source.config, world);
  if (target) {
    const edited = merge(target, live, world);
    if (edited.kept === target.text) world.err(`nothing changes in ${basename(target.path)}\n`);
    else await replaceFile(target.path, target.text, await acceptEdit(target, edited));
    return;
  }
  const text = withoutSecrets(textOf(merge(source, live, world)), world);
  if (output === undefined) world.out(text);
  else await create(output, text);
}

async function create(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw new UserError(`${path} can't be written (${systemCode(error)}); check --output`, {
      cause: error,
    });
  }
}

/** The file that is to be merged into; undefined where there is none. */
async function openTarget(path: string, world: World): Promise<ConfigFile | undefined> {
  try {
    await readFile(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw new UserError(`${path} can't be read (${systemCode(error)}); check --output`, {
      cause: error,
    });
  }
  return openConfig(path, world.env);
}

function merge(file: ConfigFile, live: readonly LiveSite[], world: World): Edited {
  const { document } = file;
  const keyOf = (name: string) => name.toLowerCase();
  const bySite = new Map(live.map((site) => [keyOf(site.site.name), site]));
  const told: string[] = [];
  const edited = refusing(file, () =>
    editText(file.text, document, () => {
      const inFile = file.config.sites.map(({ name }) => bySite.get(keyOf(name)));
      for (const view of viewSites(file, document, inFile)) {
        if (view.live) told.push(...mergeSite(document, file, view, view.live));
      }
    }),
  );
  const known = new Set(file.config.sites.map(({ name }) => keyOf(name)));
  for (const { site } of live) {
    if (!known.has(keyOf(site.name))) told.push(`site ${site.name}: not in ${file.path}; add it there first`);
  }
  for (const line of told) world.err(`${line}\n`);
  return edited;
}

function refusing(file: ConfigFile, edit: () => Edited): Edited {
  try {
    return edit();
  } catch (error) {
    if (!(error instanceof EditRefusal)) throw error;
    throw new UserError(`${file.path}: ${error.message}`, { cause: error });
  }
}

/** What leaves the machine by a pipe or a paste must not hold a credential. */
function withoutSecrets(text: string, world: World): string {
  const document = editable(text);
  let values: readonly string[] = [];
  const replaced = editText(text, document, () => {
    const { variables, values: found } = replaceSecrets(document);
    values = found;
    if (variables.length > 0) world.err(`set in .env before use: ${variables.join(', ')}\n`);
  });
  return maskComments(textOf(replaced), values);
}
