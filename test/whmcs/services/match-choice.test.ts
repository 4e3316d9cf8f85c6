import { describe, expect, test } from '@jest/globals';
import type { Option } from '../../../src/stock/options.js';
import { createMatcher } from '../../../src/whmcs/services/match-choice.js';
import { ADDRESSES, BACKUP, LOCATION, option, RAM } from '../../support/limited-shop.js';

const OPTIONS = [LOCATION, RAM, ADDRESSES, BACKUP];

/** Returns what a value of an option means: its choice and how many, or the options it may be of. */
function match(name: string, value: string | undefined, options: readonly Option[] = OPTIONS, id?: number) {
  const held = createMatcher(options, undefined)({ option: name, optionId: id, kind: undefined, value });
  if (held.kind === 'choice') return `${held.times} × ${held.choice.name}${held.inSet ? ' in a set' : ''}`;
  return held.kind === 'unmatched' ? held.of.map((each) => each.name) : held.kind;
}

describe('the value of an option', () => {
  test.each([
    ['Location', 'Tokyo', '1 × Tokyo in a set'],
    ['location', 'TOKYO', '1 × Tokyo in a set'],
    ['Location', '', 'nothing'],
    ['Location', 'No', ['Location']],
    ['Location', '0', ['Location']],
    ['Location', 'Paris', ['Location']],
    ['Location', undefined, ['Location']],
    ['RAM', '64 GB', '1 × 64 GB in a set'],
    ['Addresses', '3', '3 × Address'],
    ['Addresses', '3.00', '3 × Address'],
    ['Addresses', '0', 'nothing'],
    ['Addresses', '0.0', 'nothing'],
    ['Addresses', '', 'nothing'],
    ['Addresses', '3.5', ['Addresses']],
    ['Addresses', '-3', ['Addresses']],
    ['Addresses', 'x3', ['Addresses']],
    ['Addresses', '3x', ['Addresses']],
    ['Addresses', '999999999', '999999999 × Address'],
    ['Addresses', '1234567890', ['Addresses']],
    ['Addresses', 'No', ['Addresses']],
    ['Backup', 'Daily', '1 × Daily in a set'],
    ['Backup', 'Ja', '1 × Daily in a set'],
    ['Backup', 'No', 'nothing'],
    ['Backup', '', 'nothing'],
    ['Backup', '0', 'nothing'],
    ['Color', 'Red', []],
    ['Color', undefined, []],
    ['Color', '', 'nothing'],
  ] as const)('%s: %s means %j', (name, value, expected) => {
    expect(match(name, value)).toEqual(expected);
  });

  test('belongs to the option with its id, whatever its name is', () => {
    expect(match('RAM', 'Tokyo', OPTIONS, 1)).toBe('1 × Tokyo in a set');
    expect(match('RAM', '64 GB', OPTIONS, 99)).toEqual([]);
  });

  test('is not guessed if two options, or two choices, have the name', () => {
    const twice = [option(1, 'Disk', 'dropdown', 'SSD'), option(2, 'Disk', 'dropdown', 'SSD')];
    expect(match('Disk', 'SSD', twice)).toEqual(['Disk', 'Disk']);
    expect(match('Disk', 'SSD', [option(1, 'Disk', 'dropdown', 'SSD', 'SSD')])).toEqual(['Disk']);
    expect(match('Disk', 'ssd', [option(1, 'Disk', 'dropdown', 'SSD', 'Ssd')])).toEqual(['Disk']);
    expect(match('Disk', 'Ssd', [option(1, 'Disk', 'dropdown', 'SSD', 'Ssd')])).toBe('1 × Ssd in a set');
  });

  test('may be an alias', () => {
    const [tokyo, ...others] = LOCATION.choices;
    if (!tokyo) throw new Error('no choice');
    const aliases = { ...LOCATION, aliases: ['loc'], choices: [{ ...tokyo, aliases: ['tky'] }, ...others] };
    expect(match('loc', 'tky', [aliases])).toBe('1 × Tokyo in a set');
    expect(match('LOC', 'TKY', [aliases])).toBe('1 × Tokyo in a set');
  });

  test('of an option without choices matches nothing', () => {
    expect(match('Addresses', '3', [option(3, 'Addresses', 'quantity')])).toEqual(['Addresses']);
    expect(match('Backup', 'Daily', [option(4, 'Backup', 'yesno')])).toEqual(['Backup']);
  });

  test('is read by its kind if the option is unknown', () => {
    const meaning = (kind: Option['kind'], value: string) =>
      createMatcher([], undefined)({ option: 'gone', optionId: undefined, kind, value }).kind;
    expect([meaning('yesno', 'No'), meaning('yesno', 'Yes')]).toEqual(['nothing', 'unmatched']);
    expect([meaning('quantity', '0'), meaning('quantity', '2')]).toEqual(['nothing', 'unmatched']);
    expect([meaning('dropdown', '0'), meaning('dropdown', '')]).toEqual(['unmatched', 'nothing']);
  });
});
