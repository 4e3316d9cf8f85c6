import type { Labels, Route } from './alertmanager.js';

/** Who receives an alert, and how often. */
export type Taken = {
  readonly receiver?: string;
  readonly group_by?: readonly string[];
  readonly group_wait?: string;
  readonly group_interval?: string;
  readonly repeat_interval?: string;
  /** Hours outside of which it is kept; at any hour if there are none. */
  readonly hours: readonly string[];
};

/**
 * The routes that an alert takes, as Alertmanager does: what a route does not say it has from its parent, but
 * for the hours.
 */
export function routesTaken(
  route: Route,
  labels: Labels,
  parent: Omit<Taken, 'hours'> = {},
): readonly Taken[] {
  const { matchers, continue: _, routes = [], active_time_intervals: hours = [], ...said } = route;
  const inherited = { ...parent, ...said };
  const taken: Taken[] = [];
  for (const child of routes) {
    if (!(child.matchers ?? []).every((matcher) => matches(matcher, labels))) continue;
    taken.push(...routesTaken(child, labels, inherited));
    if (!child.continue) break;
  }
  return taken.length > 0 ? taken : [{ ...inherited, hours }];
}

/** Returns whether a matcher of Alertmanager selects an alert. */
export function matches(matcher: string, labels: Labels): boolean {
  const [, name = '', operator = '', value = ''] = /^(\w+)(=~?)"([^"]*)"$/.exec(matcher) ?? [];
  if (name === '') throw new Error(`a matcher that is not understood here: ${matcher}`);
  const label = labels[name] ?? '';
  return operator === '=' ? label === value : new RegExp(`^(?:${value})$`).test(label);
}
