import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadConfig, readDotenv } from '../../src/config/load.js';
import { fault } from '../support/fault.js';

const SECRET = 'marker-5ecret-Value';

let folder: string;
const socket = createServer();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'));
  await mkdir(join(folder, 'folder'));
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  await new Promise<void>((resolve) => socket.listen(join(folder, 'socket'), resolve));
});
afterAll(async () => {
  await new Promise((resolve) => socket.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

const file = async (name: string, content: string | Buffer): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
};

const configWith = (keys: string) => `sites: [{ name: a, url: "https://a.test", identifier: x, ${keys} }]`;

/** Every file that a configuration is read from, and how an error names it. */
const ROADS: readonly (readonly [string, (path: string) => Promise<unknown>])[] = [
  ['the configuration', (path) => loadConfig(path, {})],
  [
    'secret_file',
    async (path) => loadConfig(await file('secret.yaml', configWith(`secret_file: "${path}"`)), {}),
  ],
  [
    'a variable NAME_FILE',
    async (path) => loadConfig(await file('name.yaml', configWith('secret: "${S}"')), { S_FILE: path }),
  ],
  [
    'tls.ca_file',
    async (path) =>
      loadConfig(await file('ca.yaml', configWith(`secret: y, tls: { ca_file: "${path}" }`)), {}),
  ],
];

const FILES: readonly (readonly [string, () => Promise<string> | string, string])[] = [
  ['a named pipe that nobody writes to', () => join(folder, 'pipe'), 'is a named pipe, not a regular file'],
  ['a folder', () => join(folder, 'folder'), 'is a folder, not a regular file'],
  ['a socket', () => join(folder, 'socket'), 'is a socket, not a regular file'],
  ['a device', () => '/dev/zero', 'is a device, not a regular file'],
  ['missing', () => join(folder, 'missing.txt'), "can't be read (ENOENT)"],
  ['in UTF-16', () => file('utf16.txt', Buffer.from(`\uFEFF${SECRET}`, 'utf16le')), 'is text in UTF-16'],
  [
    'in UTF-16 without a mark',
    () => file('utf16-bare.txt', Buffer.from(SECRET, 'utf16le')),
    'holds a NUL character',
  ],
  ['in Latin-1', () => file('latin1.txt', Buffer.from(`a\nb\n${SECRET} é\n`, 'latin1')), 'is not UTF-8'],
  ['a workbook', () => file('book.xlsx', Buffer.from('504b030414000600', 'hex')), 'is a workbook, not text'],
  [
    'larger than 10 MiB',
    async () => {
      const path = await file('large.txt', SECRET);
      await truncate(path, 10 * 2 ** 20 + 1);
      return path;
    },
    'is larger than ',
  ],
];

describe.each(ROADS)('%s', (road, load) => {
  for (const [what, path, message] of FILES) {
    fault('configuration', `${road} is ${what}`, `an error that says that it ${message.trim()}`, async () => {
      const error: unknown = await load(await path()).catch((failure) => failure);
      expect(String(error)).toContain(message);
      expect(String(error)).not.toContain('marker');
    });
  }
});

describe('.env', () => {
  const beside = join('project', 'config.yaml');
  const dotenv = async (content: Buffer) => {
    await mkdir(join(folder, 'project'), { recursive: true });
    await file(join('project', '.env'), content);
    return readDotenv(join(folder, beside));
  };

  test('may begin with a byte order mark', async () => {
    expect(await dotenv(Buffer.from(`\uFEFFA=1\r\nB='2'\r\n`))).toEqual({ A: '1', B: '2' });
  });

  fault('configuration', '.env is not UTF-8', 'an error with the line of the first bad byte', async () => {
    await expect(dotenv(Buffer.from(`A=1\nB=2\nC=é\n`, 'latin1'))).rejects.toThrow(
      /\.env beside .*config\.yaml, line 3: is not UTF-8/,
    );
  });

  fault('configuration', '.env is a named pipe', 'an error instead of waiting for it', async () => {
    await mkdir(join(folder, 'piped'));
    execFileSync('mkfifo', [join(folder, 'piped', '.env')]);
    await expect(readDotenv(join(folder, 'piped', 'config.yaml'))).rejects.toThrow('is a named pipe');
  });
});

describe('a configuration that is not UTF-8', () => {
  test.each([
    [1, 'é: 1\na: 2\n'],
    [3, 'a: 1\nb: 2\nc: Grüße\nd: ä\n'],
  ])('is refused with line %d', async (line, text) => {
    const path = await file('latin1.yaml', Buffer.from(text, 'latin1'));
    await expect(loadConfig(path, {})).rejects.toThrow(
      `${path}:${line}:1: is not UTF-8, so perhaps Latin-1 or Windows-1252; save it as UTF-8`,
    );
  });

  test('is read with a byte order mark, and errors keep their places', async () => {
    const path = await file('mark.yaml', '\uFEFFsites: []\n');
    await expect(loadConfig(path, {})).rejects.toThrow(`${path}:1:8: sites: expected at least one site`);
  });
});

describe('the file of a secret', () => {
  test.each([
    ['a byte order mark', `\uFEFF${SECRET}`],
    ['a line end', `${SECRET}\n`],
    ['several line ends', `${SECRET}\r\n\r\n\n`],
  ])('may have %s around it, by either key', async (_, content) => {
    const path = await file('own.txt', content);
    const named = await loadConfig(await file('own.yaml', configWith(`secret_file: ${path}`)), {});
    const variable = await loadConfig(await file('own.yaml', configWith('secret: "${S}"')), { S_FILE: path });
    expect([named, variable].map(({ sites }) => sites[0]?.secret.reveal())).toEqual([SECRET, SECRET]);
  });

  fault('secret', 'a secret is pasted into secret_file', 'an error that gives its length only', async () => {
    for (const pasted of ['marker5ecretValue', 'marker+/5ecret=Value', 'marker|5ecret.Value'])
      await expect(
        loadConfig(await file('pasted.yaml', configWith(`secret_file: ${JSON.stringify(pasted)}`)), {}),
      ).rejects.toThrow(
        new RegExp(`^(?!.*marker).*secret_file: the file \\(a name of ${pasted.length} char`),
      );
  });

  fault('secret', 'a secret is put into NAME_FILE', 'an error that gives its length only', async () => {
    const loading = loadConfig(await file('pasted.yaml', configWith('secret: "${S}"')), {
      S_FILE: 'marker5ecret',
    });
    await expect(loading).rejects.toThrow('the file (a name of 12 characters), which S_FILE names, can');
    await expect(loading).rejects.not.toThrow('marker');
  });
});
