import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from '@jest/globals';
import { ROOMS } from '../../scripts/mutation/rooms.js';

/** Lists the files that a path with `*` and `{a,b}` names. */
function filesOf(pattern: string): readonly string[] {
  const alternatives = /^(.*)\{(.*)\}(.*)$/.exec(pattern);
  if (alternatives) {
    const [, start = '', names = '', end = ''] = alternatives;
    return names.split(',').flatMap((name) => {
      const found = filesOf(`${start}${name}${end}`);
      if (found.length === 0) throw new Error(`no file: ${start}${name}${end}`);
      return found;
    });
  }
  const [start = '', end = ''] = pattern.split('*');
  const folder = dirname(`${start}x`);
  return readdirSync(folder)
    .map((name) => `${folder}/${name}`)
    .filter((path) =>
      pattern.includes('*') ? path.startsWith(start) && path.endsWith(end) : path === pattern,
    );
}

test.each(Object.entries(ROOMS))('mutation tests of %s name code and tests that exist', (_, room) => {
  for (const pattern of room.code) expect(filesOf(pattern)).not.toEqual([]);
  expect(room.tests.filter((path) => !existsSync(path))).toEqual([]);
});
