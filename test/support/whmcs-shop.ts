import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Tool } from './tool.js';

export type Row = Readonly<Record<string, string | number>>;
export type Tables = Readonly<Record<string, readonly Row[]>>;

const USABLE = `require 'Illuminate/Database/autoload.php';
exit(extension_loaded('curl') && extension_loaded('pdo_sqlite') && extension_loaded('pdo_mysql') ? 0 : 1);`;

/** PHP with the extensions and the database library that a shop needs. */
export const PHP: Tool = {
  program: 'php',
  probe: ['-r', USABLE],
  remedy: 'apt-get install php-cli php-curl php-sqlite3 php-mysql php-illuminate-database',
};

/** Without a cache of code, a changed settings file is read at once. */
const SETTINGS_AT_ONCE = ['-d', 'opcache.enable=0'];

const SUPPORT = fileURLToPath(new URL('whmcs', import.meta.url));
const COMPANION = fileURLToPath(new URL('../../deploy/whmcs', import.meta.url));

export type WhmcsShopOptions = {
  readonly tables: Tables;
  /** How Capsule connects; SQLite in the shop's folder where nothing is said. */
  readonly database?: Readonly<Record<string, string | readonly string[]>>;
  /** Style sheet of the admin area. */
  readonly style?: string;
  /** Columns and tables that this version of WHMCS does not have, such as `tblhosting.qty`. */
  readonly without?: readonly string[];
};

export type Fields = Readonly<Record<string, string | number>>;

export type Step = { readonly hook: string; readonly vars: object } | { readonly sql: string };

export type WhmcsShop = {
  readonly url: string;
  readonly folder: string;
  /** Sends a form to a path of the shop, and gives the answer's JSON. */
  post(path: string, fields: Fields, session?: string): Promise<unknown>;
  /** Activates, saves, upgrades or deactivates the addon. Gives what its function returns. */
  addon(
    action: 'activate' | 'save' | 'upgrade' | 'deactivate',
    values?: Readonly<Record<string, string>>,
  ): Promise<unknown>;
  /** Opens the page of the addon as an admin, and sends a form if there are fields. */
  addonPage(
    fields?: Readonly<Record<string, string>>,
  ): Promise<{ readonly status: number; readonly html: string }>;
  /** Runs hooks and SQL statements in one request, in a session by name. Gives what the hooks return. */
  steps(steps: readonly Step[], session?: string): Promise<unknown>;
  /** Runs an SQL statement. */
  sql(statement: string): Promise<unknown>;
  /** Calls an API action with the shop's credential. */
  call(action: string, fields?: Fields): Promise<unknown>;
  /** Sets where events go, and what they are signed with. */
  sendEvents(webhook: { readonly url: string; readonly secret: string }): Promise<void>;
  /** Lets the credential's role grant these actions. */
  grant(...actions: readonly string[]): Promise<void>;
  /** A file of the shop's folder; empty where it is not there. */
  read(file: string): Promise<string>;
  write(file: string, text: string): Promise<void>;
  close(): Promise<void>;
};

/** A shop on real PHP, with the companion's files copied into it as an admin would. */
export async function startWhmcsShop(options: WhmcsShopOptions): Promise<WhmcsShop> {
  const folder = await mkdtemp(join(tmpdir(), 'whmcs-'));
  const database = options.database ?? { driver: 'sqlite', database: join(folder, 'shop.sqlite') };
  const environment = {
    ...process.env,
    SHOP_ROOT: folder,
    WITHOUT: (options.without ?? []).join(','),
    TMPDIR: folder,
    SHOP_STYLE: options.style ?? '',
  };
  await writeFile(join(folder, 'database.json'), JSON.stringify(database));
  if (database.driver === 'sqlite') await writeFile(join(folder, 'shop.sqlite'), '');
  await writeFile(join(folder, 'role.json'), '["getproducts","getproductdetails"]');
  await cp(COMPANION, folder, { recursive: true });
  const filled = spawnSync('php', [join(SUPPORT, 'fill.php')], {
    env: environment,
    input: JSON.stringify(options.tables),
  });
  if (filled.status !== 0) throw new Error(`the tables could not be made: ${filled.stdout}${filled.stderr}`);

  const server = spawn('php', [...SETTINGS_AT_ONCE, '-S', '127.0.0.1:0', join(SUPPORT, 'router.php')], {
    env: environment,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const url = await announced(server);

  async function post(path: string, fields: Fields, session?: string): Promise<unknown> {
    const headers: Record<string, string> = session === undefined ? {} : { Cookie: `WHMCS=${session}` };
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(fields)) body.set(name, String(value));
    const answer = await fetch(new URL(path, url), { method: 'POST', headers, body });
    return JSON.parse(await answer.text());
  }

  return {
    url,
    folder,
    post,
    addon: (action, values = {}) => post('admin/addons', { do: action, values: JSON.stringify(values) }),
    async addonPage(fields) {
      const headers = { Cookie: 'WHMCS=admin' };
      const body = fields && new URLSearchParams(fields);
      const page = new URL('admin/addonmodules.php?module=stock_exporter', url);
      const answer = await fetch(page, body ? { method: 'POST', headers, body } : { headers });
      return { status: answer.status, html: await answer.text() };
    },
    steps: (steps, session) => post('steps', { steps: JSON.stringify(steps) }, session),
    sql: (statement) => post('sql', { statement }),
    call: (action, fields = {}) =>
      post('includes/api.php', {
        action,
        identifier: 'shop-identifier',
        secret: 'shop-secret',
        responsetype: 'json',
        ...fields,
      }),
    sendEvents: (webhook) => writeFile(join(folder, SETTINGS), settings(webhook)),
    grant: (...actions) => writeFile(join(folder, 'role.json'), JSON.stringify(actions)),
    read: (file) => readFile(join(folder, file), 'utf8').catch(() => ''),
    write: (file, text) => writeFile(join(folder, file), text),
    async close() {
      server.kill();
      await once(server, 'close');
      await rm(folder, { recursive: true });
    },
  };
}

const SETTINGS = 'includes/hooks/_stock_exporter_settings.php';

const settings = ({ url, secret }: { readonly url: string; readonly secret: string }): string =>
  `<?php\nreturn ['url' => '${url}', 'secret' => '${secret}'];\n`;

/** The address that PHP says it listens on. */
function announced(server: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    server.stderr?.on('data', (chunk) => {
      said += String(chunk);
      const [, url] = /\((http:\/\/[\d.:]+)\) started/.exec(said) ?? [];
      if (url !== undefined) resolve(`${url}/`);
    });
    server.once('error', reject);
    server.once('close', () => reject(new Error(`PHP's server did not start: ${said}`)));
  });
}
