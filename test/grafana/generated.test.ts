import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { dashboards, toFile } from '../../grafana/src/dashboards.js';
import { UID } from '../../grafana/src/uids.js';
import { FOLDER } from '../support/dashboard.js';

const files = dashboards().map(toFile);

test.each(files)('$name is what its source makes: npm run dashboards', async ({ name, text }) => {
  expect(await readFile(`${FOLDER}/${name}`, 'utf8')).toBe(text);
});

test('there are no other dashboards', async () => {
  expect(new Set(await readdir(FOLDER))).toEqual(new Set(files.map(({ name }) => name)));
  expect(files.map(({ name }) => name)).toEqual(Object.values(UID).map((uid) => `${uid}.json`));
});
