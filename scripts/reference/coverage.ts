import { configJsonSchema } from '../../src/config/json-schema.js';
import { webJsonSchema } from '../../src/config/web-config/web-schema.js';
import { listCommands, renderDefault } from './commands.js';
import { type Key, listKeys, type Schema, splitDescription } from './configuration.js';
import { code, renderPage, renderTable } from './markdown.js';
import { testOfFlag, testOfKey, testOfWebKey } from './tested-by.js';

/** A flag or a key, with its default and its test. */
export type Covered = {
  /** The flag or the last key, such as `--json` or `ca_file`. */
  readonly name: string;
  /** The commands of a flag, or the path of a key. */
  readonly place: string;
  readonly preset: string;
  /** The test file; undefined if there is none. */
  readonly test: string | undefined;
};

/** Returns every flag, once. */
export function listFlags(): readonly Covered[] {
  const flags = new Map<string, Covered>();
  for (const command of listCommands())
    for (const option of command.options) {
      const name = option.long ?? option.flags;
      const place = [flags.get(name)?.place, command.name()].filter(Boolean).join(', ');
      flags.set(name, { name, place, preset: renderDefault(option), test: testOfFlag(name) });
    }
  return [...flags.values()];
}

/** Returns every key of the configuration, except below `defaults`, which has the keys of a site. */
export const listConfigKeys = (): readonly Covered[] =>
  listKeys(configJsonSchema() as Schema)
    .filter(({ path }) => !path.startsWith('defaults.'))
    .map((key) => cover(key, testOfKey));

/** Returns every key of the web configuration. */
export const listWebKeys = (): readonly Covered[] =>
  listKeys(webJsonSchema() as Schema).map((key) => cover(key, testOfWebKey));

function cover({ path, schema, isRequired }: Key, testOf: (path: string) => string | undefined): Covered {
  const [name = ''] = path.replace(/(?:\.NAME|\[\])+$/, '').match(/[^.]+$/) ?? [];
  const { preset } = splitDescription(schema.description ?? '');
  return { name, place: path, preset: isRequired ? 'required' : preset, test: testOf(path) };
}

const INTRO = `\
Every flag and every key has a test. The pages [commands](commands.md), [configuration](configuration.md) and
[web configuration](web-configuration.md) explain them.`;

/** Returns the page that lists every flag and key with its default and test. */
export const renderCoverage = (): string =>
  renderPage(
    'Flags and keys with their tests',
    INTRO,
    '## Flags',
    renderTable(
      ['flag', 'commands', 'default', 'test'],
      listFlags().map(({ name, place, preset, test }) => [code(name), place, preset, code(test)]),
    ),
    '## Configuration',
    renderKeys(listConfigKeys()),
    '## Web configuration',
    renderKeys(listWebKeys()),
  );

const renderKeys = (keys: readonly Covered[]): string =>
  renderTable(
    ['key', 'default', 'test'],
    keys.map(({ place, preset, test }) => [code(place), preset, code(test)]),
  );
