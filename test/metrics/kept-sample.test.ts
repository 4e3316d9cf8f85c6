import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { endOfSample, inOnePiece, keepSample, keepSamples } from '../../src/metrics/kept-sample.js';
import { renderLabels, renderSample } from '../../src/metrics/text-format.js';

const value = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(0, -0, 1, 998, 999, 1_000, 1_001, -1, 0.5, 999.5, 2 ** 31, 2 ** 53, Number.NaN),
);

test('a kept sample is what the value renders as, whatever was kept before', () => {
  fc.assert(
    fc.property(fc.array(value, { maxLength: 20 }), (values) => {
      const render = keepSample('free_bytes ');
      for (const one of values) expect(render(one)).toBe(renderSample('free_bytes', '', one));
    }),
  );
});

test('samples of one metric do not share what is kept', () => {
  const pool = fc.constantFrom('fast', 'slow', 'a"b\\c');
  fc.assert(
    fc.property(fc.array(fc.tuple(pool, value), { maxLength: 20 }), (samples) => {
      const render = keepSamples('calls', 'pool');
      for (const [name, one] of samples)
        expect(render(name, one)).toBe(renderSample('calls', renderLabels({ pool: name }), one));
    }),
  );
});

test('the end of a sample is its value and the end of the line', () => {
  for (let one = -2; one < 1_005; one += 0.5) expect(endOfSample(one)).toBe(`${one}\n`);
});

test('a text in one piece is the same text', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => expect(inOnePiece(text)).toBe(text)));
});
