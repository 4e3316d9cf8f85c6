import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createKeptHistogram } from '../../src/metrics/kept-histogram.js';
import { renderMetric, textOfMetrics } from '../../src/metrics/render-metric.js';
import { createMetrics, histogram } from '../../src/metrics/telemetry-table.js';

const row = histogram('pause_seconds', ['kind'], 'Pauses.', [0.001, 0.1, 5]);

const observation = fc.record({
  kind: fc.constantFrom('major', 'minor', 'a"b\\c'),
  amount: fc.oneof(fc.double({ min: 0, max: 10, noNaN: true }), fc.constantFrom(0, 0.001, 0.1, 5)),
});

test('it renders what prom-client does, also between observations', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(observation, { maxLength: 12 }), async (observations) => {
      const ours = createKeptHistogram(row);
      const { theirs } = createMetrics({ theirs: row });
      for (const { kind, amount } of observations) {
        ours.observe(kind, amount);
        theirs.observe({ kind }, amount);
        expect(ours.render()).toBe(textOfMetrics([renderMetric(await theirs.get())]));
      }
      expect(ours.render()).toBe(ours.render());
    }),
  );
});
