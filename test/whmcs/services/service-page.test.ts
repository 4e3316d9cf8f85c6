import { describe, expect, test } from '@jest/globals';
import { readServicePage } from '../../../src/whmcs/services/service.js';

const ROW = {
  id: 7,
  pid: 12,
  status: 'Active',
  configoptions: '',
  regdate: '2026-01-31',
  nextduedate: '2026-02-28',
};
const SERVICE = {
  ...{ id: 7, status: 'active', quantity: 1, chosen: [] },
  ...{ registered: '2026-01-31', due: '2026-02-28' },
};
const page = (rows: readonly unknown[], totalresults: unknown = rows.length) =>
  readServicePage({ totalresults, products: { product: rows } }, 12);
const chosen = (...configoption: readonly unknown[]) =>
  page([{ ...ROW, configoptions: { configoption } }]).services[0]?.chosen;

describe('a page of services', () => {
  test('has the number of all services, and its own ones', () => {
    expect(page([ROW], '37')).toEqual({ total: 37, services: [SERVICE] });
    expect(page([], 0)).toEqual({ total: 0, services: [] });
    expect(page([ROW], 10_000_000).total).toBe(10_000_000);
  });

  test.each([[undefined], [''], [-1], [10_000_001]])('with %j services in total is refused', (total) => {
    const reply = { totalresults: total, products: { product: [ROW] } };
    expect(() => readServicePage(reply, 12)).toThrow(/^no number in totalresults$/);
  });

  test.each<[unknown, string]>([
    ['text', 'expected a service, found something else'],
    [{ ...ROW, id: '' }, 'a service without an id'],
    [{ ...ROW, pid: 13 }, 'service 7: it is of another product than asked for'],
    [{ ...ROW, status: ' ' }, 'service 7: no status'],
    [{ ...ROW, status: 'Paused' }, 'service 7: its status is none of those of WHMCS'],
    [{ ...ROW, qty: 2 ** 31 }, 'service 7: a quantity that can not be'],
    [{ ...ROW, qty: 'many' }, 'service 7: expected an integer, found a text of 4 characters'],
    [{ ...ROW, configoptions: undefined }, 'service 7: no configoptions'],
  ])('with %j is refused', (row, message) => {
    const fault = expect.objectContaining({ name: 'DecodeError', message });
    expect(() => page([ROW, row])).toThrow(fault);
  });

  test('is not refused, but fails, because of a bug', () => {
    const bug = new TypeError('x is not a function');
    const row = {
      ...ROW,
      get status() {
        throw bug;
      },
    };
    expect(() => page([row])).toThrow(bug);
  });

  test('keeps the fault of a service as the cause', () => {
    expect(() => page([{ ...ROW, status: '' }])).toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ message: 'no status' }) }),
    );
  });

  test.each([
    [undefined, 1],
    ['', 1],
    [0, 1],
    [-4, 1],
    ['3', 3],
    [2 ** 31 - 1, 2 ** 31 - 1],
  ])('counts a service of the quantity %j as %d units', (qty, quantity) => {
    expect(page([{ ...ROW, qty }]).services[0]?.quantity).toBe(quantity);
  });
});

describe('the options of a service', () => {
  test('are known by id, or by name', () => {
    expect(
      chosen(
        { id: 1, option: 'Location', type: 'dropdown', value: 'Tokyo' },
        { id: '', option: 'RAM', type: '2', value: 8 },
        { id: 3, option: '', value: null },
        { option: 'Backup', value: '' },
      ),
    ).toEqual([
      { optionId: 1, option: 'Location', kind: 'dropdown', value: 'Tokyo' },
      { optionId: undefined, option: 'RAM', kind: 'radio', value: '8' },
      { optionId: 3, option: '', kind: undefined, value: '' },
      { optionId: undefined, option: 'Backup', kind: undefined, value: '' },
    ]);
  });

  test('have no value if the service has two different ones', () => {
    const [one, two] = [
      { id: 1, option: 'Location', value: 'Tokyo' },
      { id: 1, option: 'Place', value: 'Osaka' },
    ];
    expect(chosen(one, two)).toEqual([{ optionId: 1, option: 'Place', kind: undefined, value: undefined }]);
    expect(chosen(one, one)?.map(({ value }) => value)).toEqual(['Tokyo']);
    const named = [
      { option: 'RAM', value: '8' },
      { option: 'RAM', value: '64' },
      { option: 'CPU', value: '8' },
    ];
    expect(chosen(...named)?.map(({ value }) => value)).toEqual([undefined, '8']);
    expect(chosen(one, { id: 2, option: 'Location', value: 'Osaka' })).toHaveLength(2);
  });

  test.each<[unknown, string]>([
    ['text', 'expected an option, found something else'],
    [{ id: '', option: '', value: 'x' }, 'an option without an id or a name'],
    [{ id: 1, option: 'RAM' }, 'option 1: expected a text or a number as its value'],
    [{ option: 'RAM', value: ['8'] }, 'option RAM: expected a text or a number as its value'],
    [{ option: 'RAM', value: true }, 'option RAM: expected a text or a number as its value'],
  ])('such as %j refuse the service', (option, message) => {
    expect(() => chosen(option)).toThrow(expect.objectContaining({ message: `service 7: ${message}` }));
  });
});
