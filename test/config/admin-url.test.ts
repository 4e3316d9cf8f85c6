import { describe, expect, test } from '@jest/globals';
import { fault } from '../support/fault.js';
import { parseSite } from '../support/one-site.js';

const parse = (address: string) => parseSite(`admin_url: "${address}"`, '', {}, 'c.yaml');

describe('the address of the admin area', () => {
  test('is not set by default', async () => {
    expect((await parseSite('', '', {}, 'c.yaml'))?.adminUrl).toBeUndefined();
  });

  test.each([
    ['https://shop.test/admin', 'https://shop.test/admin/'],
    ['https://shop.test/admin//', 'https://shop.test/admin/'],
    ['https://shop.test', 'https://shop.test/'],
    ['https://shop.test/whmcs/secret%20room/login.php', 'https://shop.test/whmcs/secret%20room/'],
    ['http://10.0.0.8:8080/admin/', 'http://10.0.0.8:8080/admin/'],
  ])('%s is used as %s', async (address, used) => {
    expect((await parse(address))?.adminUrl?.href).toBe(used);
  });
});

for (const [injected, address, shown] of [
  ['has a password', 'https://admin:hunter2@shop.test/admin/', 'the address contains a user or password'],
  ['has a user', 'https://hunter2@shop.test/admin/', 'the address contains a user or password'],
  ['has a query', 'https://shop.test/admin/?token=hunter2', 'the address has a ? or # part'],
  ['has a fragment', 'https://shop.test/admin/#hunter2', 'the address has a ? or # part'],
  ['is a script', 'javascript:alert(%22hunter2%22)', 'expected an address such as'],
  ['is a path', '/hunter2/admin', 'expected an address such as'],
  ['lacks a scheme', 'shop.test/hunter2', 'expected an address such as'],
] as const)
  fault('configuration', `admin_url ${injected}`, `sites[0].admin_url: ${shown}`, async () => {
    const refused = parse(address);
    await expect(refused).rejects.toThrow(`sites[0].admin_url: ${shown}`);
    await expect(refused).rejects.not.toThrow('hunter2');
  });
