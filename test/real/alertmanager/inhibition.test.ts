import { afterEach, describe, expect } from '@jest/globals';
import { ALL, alert, bare, mayMute, sharedIdentity } from '../../support/alert-kinds.js';
import { type Labels, shippedConfig, startAlertmanager } from '../../support/alertmanager.js';
import { PAIRS, type Pair } from '../../support/pair.js';

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

/** Sends alerts to a new Alertmanager. Returns the index of the muting alert for each. */
async function mutedBy(pair: Pair, alerts: readonly Labels[]): Promise<readonly (number | undefined)[]> {
  const alertmanager = await startAlertmanager(pair, await shippedConfig());
  cleanUp.push(() => alertmanager.close());
  // Alertmanager processes alerts in order. Once the last alert mutes the one before it, all others do too.
  const control = { job: 'control', site: 'control', product_id: '1' };
  const controls = [alert('WHMCSProductStockLow', control), alert('WHMCSProductOutOfStock', control)];
  const posted = [...alerts, ...controls].map((labels, place) => ({ ...labels, place: String(place) }));
  await alertmanager.post(posted.map((labels) => ({ labels })));
  // Listing all alerts takes Alertmanager seconds, so they are listed once, after that.
  await alertmanager.alertsUntil(
    (all) => all.some(({ status }) => status.inhibitedBy.length > 0),
    'site="control"',
  );
  const listed = await alertmanager.alerts();
  expect(listed).toHaveLength(posted.length);
  const places = new Map(listed.map(({ fingerprint, labels }) => [fingerprint, Number(labels.place)]));
  const muting = new Map(
    listed.map(({ labels, status }) => [Number(labels.place), places.get(status.inhibitedBy[0] ?? '')]),
  );
  return alerts.map((_, place) => muting.get(place));
}

/** All alerts that may mute one another, with their severities. */
const TOGETHER = ALL.flatMap((one, index) =>
  ALL.slice(index).flatMap((other) => [
    ...(one === other ? [] : [[alert(one), alert(other)] as const]),
    [alert(one), alert(other, { severity: 'warning' })] as const,
    [alert(one, { severity: 'warning' }), alert(other)] as const,
  ]),
);

const written = ({ alertname, severity }: Labels) => `${alertname} (${severity})`;

/** Source, target, the labels that differ in the target, and whether it is muted. */
const CASES: readonly (readonly [string, string, Labels, boolean])[] = [
  ['WHMCSProductOutOfStock', 'WHMCSProductStockLow', {}, true],
  ['WHMCSProductOutOfStock', 'WHMCSProductStockLow', { severity: 'warning' }, true],
  ['WHMCSProductOutOfStock', 'WHMCSProductStockLow', { product: 'KVM, renamed', group: 'Other' }, true],
  ['WHMCSProductOutOfStock', 'WHMCSProductStockLow', { product_id: '14' }, false],
  ['WHMCSProductOutOfStock', 'WHMCSProductStockLow', { product_id: '' }, false],
  ['WHMCSProductOutOfStock', 'WHMCSProductStockLow', { site: 'second' }, false],
  ['WHMCSProductOutOfStock', 'WHMCSProductOutOfStock', {}, false],
  ['WHMCSProductOutOfStock', 'WHMCSOptionOutOfStock', {}, false],
  ['WHMCSOptionOutOfStock', 'WHMCSProductStockLow', {}, false],
  ['WHMCSOptionOutOfStock', 'WHMCSOptionStockLow', {}, true],
  ['WHMCSOptionOutOfStock', 'WHMCSOptionStockLow', { choice: 'Oslo' }, false],
  ['WHMCSOptionOutOfStock', 'WHMCSOptionStockLow', { option_id: '5' }, false],
  ['WHMCSOptionOutOfStock', 'WHMCSOptionStockLow', { product_id: '14' }, false],
  ['WHMCSOptionOutOfStock', 'WHMCSOptionStockLow', { site: 'second' }, false],
  ['WHMCSProductOutOfStock', 'WHMCSCombinationOutOfStock', {}, true],
  ['WHMCSProductOutOfStock', 'WHMCSCombinationOutOfStock', { product_id: '14' }, false],
  ['WHMCSProductOutOfStock', 'WHMCSCombinationOversold', {}, false],
  ['WHMCSCombinationOutOfStock', 'WHMCSCombinationStockLow', { combination: 'Location=Oslo' }, false],
  ['WHMCSProductStockLow', 'WHMCSProductStockLow', { severity: 'warning' }, true],
  ['WHMCSProductStockLow', 'WHMCSProductStockLow', { severity: 'warning', product_id: '14' }, false],
  ['WHMCSOptionStockLow', 'WHMCSOptionStockLow', { severity: 'warning' }, true],
  ['WHMCSOptionStockLow', 'WHMCSOptionStockLow', { severity: 'warning', choice: 'Oslo' }, false],
  ['WHMCSCombinationStockLow', 'WHMCSCombinationStockLow', { severity: 'warning' }, true],
  ['WHMCSCombinationStockLow', 'WHMCSCombinationStockLow', { severity: 'warning', site: 'second' }, false],
  ['WHMCSSiteDown', 'WHMCSProductOutOfStock', {}, true],
  ['WHMCSSiteDown', 'WHMCSProductOutOfStock', { site: 'second' }, false],
  ['WHMCSSiteDown', 'WHMCSProductOutOfStock', { env: 'staging' }, false],
  ['WHMCSProductOutOfStock', 'WHMCSProductStockLow', { cluster: 'other' }, false],
  ['WHMCSAddressRefused', 'WHMCSApiSlow', { region: 'other' }, false],
  ['WHMCSSiteDown', 'WHMCSPoolNearlyUsedUp', {}, true],
  ['WHMCSSiteDown', 'WHMCSExporterAbsent', {}, false],
  ['WHMCSSiteDown', 'WHMCSRateLimited', {}, false],
  ['WHMCSAddressRefused', 'WHMCSApiSlow', {}, true],
  ['WHMCSAddressRefused', 'WHMCSApiSlow', { site: 'second' }, false],
  ['WHMCSAddressRefused', 'WHMCSProductOutOfStock', {}, false],
  ['WHMCSExporterDown', 'WHMCSExporterFlapping', {}, true],
  ['WHMCSExporterDown', 'WHMCSExporterFlapping', { instance: 'b:10052' }, false],
  ['WHMCSExporterDown', 'WHMCSApiSlow', {}, false],
  ['WHMCSExporterDown', 'WHMCSProductOutOfStock', {}, false],
];

describe.each(PAIRS)('by the $name Alertmanager', (pair) => {
  const testReal = pair.testWith('prometheus-alertmanager');

  testReal('each alert mutes its consequences for the same subject, and no others', async () => {
    // Each pair has its own job label, so pairs do not affect each other.
    const alerts = TOGETHER.flatMap((pair, index) =>
      pair.map((labels) => ({ ...labels, job: `pair ${index}` })),
    );
    const muted = await mutedBy(pair, alerts);
    const found = muted.flatMap((by, place) => {
      const [source, target] = [alerts[by ?? -1], alerts[place]];
      return source && target ? [`${written(source)} mutes ${written(target)} of ${source.job}`] : [];
    });
    const expected = TOGETHER.flatMap(([one, other], index) => [
      ...(mayMute(one, other) ? [`${written(one)} mutes ${written(other)} of pair ${index}`] : []),
      ...(mayMute(other, one) ? [`${written(other)} mutes ${written(one)} of pair ${index}`] : []),
    ]);
    expect(found.sort()).toEqual(expected.sort());
  });

  testReal('no alert mutes one whose subject labels differ or are missing', async () => {
    const muting = TOGETHER.flatMap(([one, other]) => [[one, other] as const, [other, one] as const]).filter(
      ([source, target]) => mayMute(source, target),
    );
    const alerts = muting.flatMap(([source, target], index) =>
      sharedIdentity(source, target).flatMap((label) => {
        const job = `${index} ${label}`;
        // Without the job label, all of them would be about the same subject.
        const others = label === 'job' ? [`other than ${job}`] : ['other', ''];
        return others.flatMap((value) => [
          { ...source, job: `${job} ${value}` },
          { ...target, job: `${job} ${value}`, [label]: value },
        ]);
      }),
    );
    const muted = await mutedBy(pair, alerts);
    expect(alerts.filter((_, place) => muted[place] !== undefined)).toEqual([]);
  });

  testReal('alerts without subject labels mute nothing', async () => {
    const muted = await mutedBy(
      pair,
      ALL.flatMap((name) => [bare(name), { ...bare(name), severity: 'warning' }]),
    );
    expect(muted.every((by) => by === undefined)).toBe(true);
  });

  testReal('only alerts about the same subject are muted', async () => {
    const muted = await mutedBy(
      pair,
      CASES.flatMap(([source, target, changes], index) => {
        const job = `case-${index}`;
        return [alert(source, { job }), alert(target, { job, ...changes })];
      }),
    );
    const found = CASES.map(([source, target, changes], index) => [
      ...[source, target, changes, muted[2 * index + 1] === 2 * index],
    ]);
    expect(found).toEqual(CASES);
    // The target never mutes the source.
    expect(CASES.filter((_, index) => muted[2 * index] !== undefined)).toEqual([]);
  });
});
