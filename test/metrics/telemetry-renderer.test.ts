import { constants, inflateRawSync } from 'node:zlib';
import { expect, jest, test } from '@jest/globals';
import type { Segment } from '../../src/metrics/segment.js';
import { SiteTelemetry } from '../../src/metrics/site-telemetry.js';
import {
  createSiteTelemetryRenderer,
  createTelemetryRenderer,
} from '../../src/metrics/telemetry-renderer.js';
import { REASONS } from '../../src/whmcs/reasons.js';

const textOf = (segments: readonly Segment[]) =>
  inflateRawSync(Buffer.concat(segments.map(({ deflated }) => deflated)), {
    finishFlush: constants.Z_SYNC_FLUSH,
  }).toString();

/** Returns the length of the bytes between what two texts begin and end with alike. */
function changedBytes(one: Buffer, other: Buffer): number {
  const length = Math.min(one.length, other.length);
  const alike = (at: (bytes: Buffer, index: number) => number | undefined) => {
    let count = 0;
    while (count < length && at(one, count) === at(other, count)) count += 1;
    return count;
  };
  return other.length - alike((bytes, index) => bytes[index]) - alike((bytes, index) => bytes.at(-1 - index));
}

function setUp(count: number) {
  let changes = 0;
  const changed = () => {
    changes += 1;
  };
  const sites = Array.from(
    { length: count },
    (_, index) => new SiteTelemetry(`shop-${index}`, REASONS, changed),
  );
  for (const site of sites) site.declareActions(['GetProducts']);
  const render = createTelemetryRenderer(
    () => sites,
    () => changes,
  );
  return { sites, render };
}

test('a scrape renders only a few sites of the families that changed, and none if nothing did', async () => {
  const { sites, render } = setUp(50);
  for (const site of sites) site.intervalChanged(30);
  const before = await render();
  const renders = sites.map((site) => jest.spyOn(site, 'render'));
  expect(await render()).toBe(before);
  sites[7]?.intervalChanged(60);
  const after = await render();
  expect(renders.flatMap(({ mock }, site) => mock.calls.map(() => site))).toEqual([7]);
  const changed = after.filter((segment, index) => segment !== before[index]);
  expect(changed.map((segment) => /^# HELP (\S+)/.exec(textOf([segment]))?.[1])).toEqual([
    'whmcs_collection_interval_seconds',
  ]);
  const sizes = after.map(({ deflated }, index) => [
    changedBytes(before[index]?.deflated ?? Buffer.alloc(0), deflated),
    deflated.length,
  ]);
  for (const [changedSize = 0, size = 0] of sizes) expect(changedSize).toBeLessThan(size / 4);
  expect(textOf(after)).toContain('whmcs_collection_interval_seconds{site="shop-7"} 60\n');
});

test('what changes while a scrape renders is in the next one, and two at once show the same', async () => {
  const { sites, render } = setUp(3);
  const first = render();
  sites[0]?.collectionStarted();
  const second = render();
  sites[0]?.collectionStarted();
  const [one, other] = [textOf(await first), textOf(await second)];
  const third = textOf(await render());
  const started = (text: string) => /whmcs_collections_total\{site="shop-0"\} (\d)/.exec(text)?.[1];
  expect(Number(started(one))).toBeLessThanOrEqual(Number(started(other)));
  expect(started(third)).toBe('2');
});

test('after every change the series are those of a site that renders for the first time', async () => {
  const { sites, render } = setUp(1);
  const views = sites.map(createSiteTelemetryRenderer);
  const act: readonly ((site: SiteTelemetry) => void)[] = [
    (site) => site.collectionStarted(),
    (site) => site.collectionEnded({ seconds: 2, endedAt: 50, reason: 'timeout' }),
    (site) => site.sourceFailed('auth'),
    (site) => site.identified({ url_host: 'a', source: 'classic', version: '9' }),
    (site) => site.linked(new URL('https://a.example/admin/')),
    (site) => site.forecast('movement'),
    (site) => site.intervalChanged(30),
    (site) => site.seriesDropped(3),
    (site) => site.lossUnconfirmed(),
    (site) => site.usageCountsFailed(2),
    (site) => site.speedChanged(true),
    (site) => site.unexpectedError('usage'),
    (site) => site.requestStarted('Other'),
    (site) => site.requestEnded('Other', { seconds: 1, bytes: 9, reason: 'tls' }),
    (site) => site.retried('Other'),
    (site) => site.capacity.ran('q', { seconds: 1, startedAt: 5, reasons: ['timeout'] }),
    (site) => site.capacity.shows('q', new Map([['', 4]])),
    (site) => site.capacity.declare(['q']),
    (site) => site.capacity.declare([]),
  ];
  for (const [index, step] of act.entries()) {
    for (const site of sites) step(site);
    const fresh = new SiteTelemetry('shop-0', REASONS);
    fresh.declareActions(['GetProducts']);
    for (const earlier of act.slice(0, index + 1)) earlier(fresh);
    const whole = (await fresh.render()).flatMap(({ header, samples }) =>
      samples === '' ? [] : header + samples,
    );
    expect(textOf(await render())).toBe(whole.join(''));
    for (const view of views) expect(textOf([await view()])).toBe(whole.join(''));
  }
});
