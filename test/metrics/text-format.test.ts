import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { renderHeader, renderLabels, renderSample } from '../../src/metrics/text-format.js';

/** The reading side, written from the format's description and not from the code under test. */
function readLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const [, name, value] of text.matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"/g)) {
    labels[name ?? ''] = (value ?? '').replace(/\\(.)/g, (_, escaped) => (escaped === 'n' ? '\n' : escaped));
  }
  return labels;
}

describe('the text format', () => {
  test('escapes backslash, quote and line feed in label values', () => {
    expect(renderLabels({ product: 'a "b" \\ c\nd' })).toBe('product="a \\"b\\" \\\\ c\\nd"');
  });

  test('escapes backslash and line feed in help', () => {
    expect(renderHeader('x', 'gauge', 'a\\b\nc "d"')).toBe('# HELP x a\\\\b\\nc "d"\n# TYPE x gauge\n');
  });

  test.each([
    [1, '1'],
    [-3, '-3'],
    [0.1, '0.1'],
    [1e21, '1e+21'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, '+Inf'],
    [Number.NEGATIVE_INFINITY, '-Inf'],
  ])('writes %s as Prometheus reads it', (value, text) => {
    expect(renderSample('x', '', value)).toBe(`x ${text}\n`);
  });

  test('any label value comes back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (product, group) => {
        expect(readLabels(renderLabels({ product, group }))).toEqual({ product, group });
      }),
    );
  });
});
