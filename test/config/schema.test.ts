import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { configJsonSchema } from '../../src/config/json-schema.js';

const shipped = JSON.parse(readFileSync('config.schema.json', 'utf8'));
const validate = new Ajv.default({ strict: true, allowUnionTypes: true }).compile(shipped);
const check = (text: string): boolean => validate(parse(text));

test('the shipped JSON Schema is current', () => {
  expect(shipped).toEqual(JSON.parse(JSON.stringify(configJsonSchema())));
});

test('config.yaml is valid by it, including variables', () => {
  const text = readFileSync('config.yaml', 'utf8');
  expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=./config.schema.json');
  expect(check(text)).toBe(true);
});

const site = (keys: string) =>
  `sites: [{ name: a, url: "https://a.test", identifier: x, secret: y, ${keys} }]`;

test.each([
  ['interval: 5m', true],
  ['interval: "${INTERVAL}"', true],
  ['interval: 5', false],
  ['interval: soon', false],
  ['concurrency: 4', true],
  ['concurrency: "${N}"', true],
  ['concurrency: lots', false],
  ['stock_controlled: all', true],
  ['stock_controlled: some', false],
  ['stock_controlled: "${STOCK}"', true],
  ['source: "${SOURCE}"', true],
  ['source: html', false],
  ['tls: { server_name: "${HOST}" }', true],
  ['usage: { statuses: ["${STATUS}"] }', true],
  ['thresholds: { warning: "${WARNING}" }', true],
  ['products: [{ id: 1, left: { query: q, label: "${LABEL}", size: "${SIZE}" } }]', true],
  ['groups: { "${GROUP}": VPS }', false],
  ['unknown: 1', false],
])('an editor takes %j: %s', (keys, valid) => {
  expect(check(site(keys))).toBe(valid);
});
