import { setMaxListeners } from 'node:events';
import { expect, test } from '@jest/globals';
import { fault } from '../support/fault.js';
import { type Answer, products, refusal, running } from '../support/running-collector.js';

const INTERVAL_MS = 30_000;
const LATENCY_MS = 50;

type Fleet = {
  /** How long a call of the other half of the sites takes until it fails. */
  readonly silentMs?: number;
  /** When that half falls silent. */
  readonly silentFrom?: number;
  readonly answersThen?: Answer;
  readonly concurrency?: number;
  readonly siteConcurrency?: number;
};

/** Runs twenty good sites among twenty that are not for six intervals. */
async function runFleet({
  silentMs = 10_000,
  silentFrom = 0,
  answersThen = { status: 404, body: '' },
  concurrency = 2,
  siteConcurrency = 1,
}: Fleet) {
  const names = Array.from({ length: 20 }, (_, index) => [`silent-${index}`, `good-${index}`]).flat();
  const readAt = new Map<string, number[]>(names.map((name) => [name, []]));
  const never = new AbortController().signal;
  setMaxListeners(0, never);
  let drawn = 0;
  const random = () => (drawn++ * 0.618) % 1; // spread evenly, the same at each run
  const run: ReturnType<typeof running> = running(
    async (action, site) => {
      const isSilent = site.startsWith('silent') && run.clock.monotonic() >= silentFrom;
      await run.clock.sleep(isSilent ? silentMs : LATENCY_MS, never);
      if (isSilent && answersThen.status !== undefined) return answersThen;
      if (action !== 'GetProducts') return refusal('Invalid Permissions: x');
      readAt.get(site)?.push(run.clock.monotonic());
      return products([1, 1]);
    },
    { intervalMs: INTERVAL_MS, timeoutMs: silentMs, concurrency: siteConcurrency },
    names,
    concurrency,
    { random },
  );
  await run.clock.advance(6 * INTERVAL_MS);
  const end = run.clock.monotonic();
  const longestWait = (kind: string) =>
    Math.max(
      ...[...readAt].flatMap(([name, times]) => {
        const ends = [0, ...times, end];
        return name.startsWith(kind) ? ends.slice(1).map((at, index) => at - (ends[index] ?? 0)) : [];
      }),
    );
  const unread = run.collector.status().filter(({ lastAttempt }) => lastAttempt === undefined).length;
  await run.stop();
  return { longestWait, unread };
}

fault(
  'network',
  'half of the sites accept connections and never answer',
  'every other site is read within 1.2 intervals, from the start on',
  async () => {
    const { longestWait, unread } = await runFleet({});
    expect(longestWait('good')).toBeLessThanOrEqual(1.2 * INTERVAL_MS);
    expect(unread).toBe(0);
  },
);

fault(
  'network',
  'half of the sites never answer, with a timeout of a minute',
  'every other site is still read within 1.2 intervals',
  async () => {
    const { longestWait } = await runFleet({ silentMs: 60_000 });
    expect(longestWait('good')).toBeLessThanOrEqual(1.2 * INTERVAL_MS);
  },
);

fault(
  'network',
  'half of the sites fall silent at once, after they have answered for two minutes',
  'every other site is still read within 1.2 intervals',
  async () => {
    const { longestWait } = await runFleet({ silentFrom: 120_000 });
    expect(longestWait('good')).toBeLessThanOrEqual(1.2 * INTERVAL_MS);
  },
);

fault(
  'network',
  'half of the sites never answer, and each may be asked sixteen calls at once',
  'every other site is still read within 1.2 intervals',
  async () => {
    const { longestWait } = await runFleet({ siteConcurrency: 16 });
    expect(longestWait('good')).toBeLessThanOrEqual(1.2 * INTERVAL_MS);
  },
);

test('sites that take three seconds to answer are read within 1.5 intervals, and the others are not delayed', async () => {
  const { longestWait } = await runFleet({ silentMs: 3_000, answersThen: { body: '' } });
  expect(longestWait('good')).toBeLessThanOrEqual(1.2 * INTERVAL_MS);
  expect(longestWait('silent')).toBeLessThanOrEqual(1.5 * INTERVAL_MS);
});

test('with only one call at once, silent sites cost the others a second each, once', async () => {
  const { longestWait } = await runFleet({ concurrency: 1 });
  expect(longestWait('good')).toBeLessThanOrEqual(1.2 * INTERVAL_MS);
});
