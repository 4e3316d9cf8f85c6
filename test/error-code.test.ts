import { describe, expect, test } from '@jest/globals';
import { loadConfig, readDotenv } from '../src/config/load.js';
import { readVariables } from '../src/config/variables.js';
import { errorCode, systemCode } from '../src/error-code.js';

describe('the code of an error', () => {
  test('is what Node gives it', () => {
    expect(errorCode(Object.assign(new Error('gone'), { code: 'ENOENT' }))).toBe('ENOENT');
    expect(errorCode(new Error('no code'))).toBeUndefined();
    expect(errorCode('ENOENT')).toBeUndefined();
  });

  test('is given as a reason only if the system refused', () => {
    const refused = Object.assign(new Error('gone'), { code: 'ENOENT', syscall: 'open' });
    expect(systemCode(refused)).toBe('ENOENT');
  });

  test.each([
    ['an error without a code', new ReferenceError('__filename is not defined')],
    ["Node's refusal of a wrong argument", Object.assign(new TypeError(), { code: 'ERR_INVALID_ARG_TYPE' })],
    ['what is no error', 'ENOENT'],
  ])('is not given as a reason for %s, which is thrown on', (_, error) => {
    let thrown: unknown;
    try {
      systemCode(error);
    } catch (caught) {
      thrown = caught;
    }
    expect(thrown).toBe(error);
  });
});

describe('a bug of ours does not read as a file that cannot be read', () => {
  const path: unknown = {};
  test.each<[string, () => unknown]>([
    ['the configuration', () => loadConfig(path as string, {})],
    ['.env', () => readDotenv(path as string)],
    ['the file of a variable', () => readVariables('${NAME}', { NAME_FILE: path as string })],
  ])('%s', async (_, read) => {
    await expect(read()).rejects.toMatchObject({ name: 'TypeError' });
  });
});
