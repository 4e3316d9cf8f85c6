import { expect, test } from '@jest/globals';
import { rulesOf } from '../../src/rules/all-rules.js';
import { DEFAULT_OPTIONS } from '../../src/rules/rule-options.js';
import { shippedConfig } from '../support/alertmanager.js';
import { matches } from '../support/routes-taken.js';

/** A rule, with its group and its place in it. */
type Placed = {
  readonly name: string;
  readonly group: string;
  readonly place: number;
  readonly expr: string;
};

const rules: readonly (Placed & { readonly category?: string | undefined })[] = [
  ...rulesOf('recording', DEFAULT_OPTIONS),
  ...rulesOf('alert', DEFAULT_OPTIONS),
].flatMap(({ name: group, rules }) =>
  rules.map((rule, place) => ({
    ...{ group, place, expr: rule.expr },
    ...('alert' in rule ? { name: rule.alert, category: rule.labels.category } : { name: rule.record }),
  })),
);
const alerts = rules.filter(({ category }) => category !== undefined);
const records = rules.filter(({ category }) => category === undefined);

const { inhibit_rules } = await shippedConfig();
const IDENTIFYING = /^(?:alertname|category)=/;

/** Returns the alerts that one side of an inhibition rule may select. */
function selected(matchers: readonly string[]): typeof alerts {
  const named = matchers.filter((matcher) => IDENTIFYING.test(matcher));
  expect(named).not.toEqual([]);
  return alerts.filter(({ name: alertname, category = '' }) =>
    named.every((matcher) => matches(matcher, { alertname, category })),
  );
}

const pairs = inhibit_rules.flatMap(({ source_matchers, target_matchers }) =>
  selected(source_matchers).flatMap((source) =>
    selected(target_matchers).map((target) => ({ source, target })),
  ),
);

const isLate = (source: Placed, target: Placed) =>
  source.group === target.group && source.place < target.place;

const uses = ({ expr }: Placed, { name }: Placed) => new RegExp(`${name}\\b`).test(expr);

/** The records that decide whether an alert fires. Others, such as stock itself, are used by them. */
const deciding = records.filter(
  (record) => !records.some((other) => other.name !== record.name && uses(other, record)),
);

/** Returns the deciding records that an alert uses, and another does not. */
const recordsOf = (alert: Placed, other: Placed) =>
  deciding.filter((record) => uses(alert, record) && !uses(other, record));

test('what mutes is evaluated, and so ends, after what it mutes', () => {
  expect(pairs.length).toBeGreaterThan(30);
  const late = pairs.filter(({ source, target }) => isLate(source, target));
  expect(late.map(({ source, target }) => `${source.name} ends before ${target.name}`)).toEqual([]);
});

test('what mutes uses series that are recorded after those of what it mutes', () => {
  const compared = pairs
    .filter(({ source, target }) => source.group === target.group)
    .flatMap(({ source, target }) =>
      recordsOf(source, target).flatMap((own) =>
        recordsOf(target, source).map((other) => [own, other] as const),
      ),
    );
  expect(compared.length).toBeGreaterThan(10);
  const late = compared.filter(([source, target]) => isLate(source, target));
  expect(late.map(([source, target]) => `${source.name} is recorded before ${target.name}`)).toEqual([]);
});

test('alerts on the stock of products and combinations, which mute one another, are in one group', () => {
  const about = pairs.filter(({ source, target }) =>
    [source, target].every(({ name }) => /(?:Product|Combination)(?!StockRunningOut)/.test(name)),
  );
  const apart = about.filter(({ source, target }) => source.group !== target.group);
  expect(apart.map(({ source, target }) => `${source.name}, ${target.name}`)).toEqual([]);
});
