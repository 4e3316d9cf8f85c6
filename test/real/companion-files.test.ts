import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { Engine } from 'php-parser';
import { listFiles } from '../house/files.js';
import { testWith } from '../support/tool.js';
import { PHP } from '../support/whmcs-shop.js';

const test = testWith(PHP);

const FILES = listFiles('deploy/whmcs').filter((path) => path.endsWith('.php'));
/** WHMCS reads the others of its own accord, and a browser can ask for them. */
const isClass = (path: string) => path.includes('/lib/') && !path.endsWith('autoload.php');

test.each(FILES)('%s is valid PHP of 7.2 and of 8.3', (path) => {
  for (const version of [702, 803])
    new Engine({ parser: { version } }).parseCode(readFileSync(path, 'utf8'), path);
});

test('no file has more than 200 lines', () => {
  const long = FILES.filter((path) => readFileSync(path, 'utf8').split('\n').length > 201);
  expect(long).toEqual([]);
});

test('a visitor who requests a file sees nothing of WHMCS', () => {
  for (const path of FILES.filter((path) => !isClass(path))) {
    const { status, stdout } = spawnSync('php', [path]);
    expect([path, status, String(stdout)]).toEqual([path, 0, 'This file cannot be accessed directly']);
  }
});

test('no file prints when WHMCS includes it, nor when PHP shows every notice', () => {
  const loads = `
    error_reporting(E_ALL); ini_set('display_errors', '1');
    define('WHMCS', true); define('ROOTDIR', '/nowhere');
    function add_hook() {} function logActivity() {}
    require 'Illuminate/Database/autoload.php';
    class_alias('Illuminate\\\\Database\\\\Capsule\\\\Manager', 'WHMCS\\\\Database\\\\Capsule');
    require 'deploy/whmcs/modules/addons/stock_exporter/lib/autoload.php';
    ob_start();
    foreach (array_slice($argv, 1) as $file) require_once $file;
    $printed = ob_get_clean();
    exit($printed === '' ? 0 : 1);`;
  const { status, stdout, stderr } = spawnSync('php', ['-r', loads, '--', ...FILES]);
  expect([status, String(stdout), String(stderr)]).toEqual([0, '', '']);
});
