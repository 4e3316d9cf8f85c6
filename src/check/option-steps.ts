import type { SiteConfig } from '../config/config.js';
import { countNoun } from '../count-noun.js';
import type { ChoiceAvailability } from '../stock/availability.js';
import { type Catalogue, withUsage } from '../stock/catalogue.js';
import { type Snapshot, takeSnapshot } from '../stock/snapshot.js';
import { finish } from '../stock/work.js';
import { advise } from '../whmcs/advice.js';
import type { Client } from '../whmcs/client.js';
import { networkFault } from '../whmcs/network-fault.js';
import { SERVICES_ACTION } from '../whmcs/services/count-services.js';
import { countingAction, countUnits } from '../whmcs/services/count-units.js';
import { needsCounting } from '../whmcs/services/needs-counting.js';
import { countedUnits, faultOf } from '../whmcs/services/service-count.js';
import type { Source } from '../whmcs/sources/source.js';
import type { WhmcsError } from '../whmcs/whmcs-error.js';
import { type Step, step, timed } from './step.js';

export type OptionsCheckDeps = {
  readonly site: SiteConfig;
  readonly client: Client;
  readonly source: Source;
};

/**
 * Compares the configured options, combinations and pools with WHMCS. Units in use are
 * counted as the exporter counts them, so that a service that the exporter can't read is found here.
 *
 * @returns no step if none are configured.
 */
export async function checkOptions(
  { site, client, source }: OptionsCheckDeps,
  catalogue: Catalogue,
  snapshot: Snapshot,
  signal: AbortSignal,
): Promise<readonly Step[]> {
  const counted = catalogue.products.filter(needsCounting(site));
  const action = countingAction(source);
  if (counted.length === 0) return checkUncounted(catalogue, snapshot);
  try {
    const count = () => countUnits({ site, client, source }, counted, signal);
    const { value, milliseconds } = await timed(count);
    const fault = faultOf(value);
    if (fault !== undefined) return [unknownUnits(networkFault(fault, signal), site, action)];
    const counter = value.options ? `the ${catalogue.source}` : SERVICES_ACTION;
    const withCounts = finish(withUsage(catalogue, countedUnits(value, counted)));
    const withUnits = finish(takeSnapshot(site, withCounts));
    return [stepOf(`${describe(withUnits)}; units in use counted by ${counter}`, withUnits, milliseconds)];
  } catch (error) {
    return [unknownUnits(networkFault(error, signal), site, action)];
  }
}

function checkUncounted(catalogue: Catalogue, snapshot: Snapshot): readonly Step[] {
  const { choices, combinations, pools, notes } = snapshot;
  if (choices.length + combinations.length + pools.length + notes.length === 0) return [];
  const isKnown = catalogue.products.some(({ usage }) => usage !== undefined);
  const units = isKnown ? `counted by the ${catalogue.source}` : 'not counted';
  return [stepOf(`${describe(snapshot)}; units in use ${units}`, snapshot)];
}

function unknownUnits(fault: WhmcsError, site: SiteConfig, action: string): Step {
  const alternative = `The companion (deploy/whmcs) counts units without ${SERVICES_ACTION}.`;
  const advised = advise(fault, action, site);
  const advice = action === SERVICES_ACTION ? `${advised ?? ''} ${alternative}`.trim() : advised;
  return step('options', 'warning', `units in use are unknown: ${fault.message}`, { advice });
}

/** Builds the step, with every note as advice. */
const stepOf = (detail: string, { notes }: Snapshot, milliseconds?: number): Step =>
  notes.length > 0
    ? step('options', 'warning', detail, { milliseconds, advice: `${notes.join('. ')}.` })
    : step('options', 'ok', detail, { milliseconds });

const describe = ({ choices, combinations, pools }: Snapshot): string =>
  [
    countNoun(choices.filter(isLimited).length, 'choice'),
    countNoun(combinations.length, 'combination'),
    countNoun(pools.length, 'pool'),
  ].join(', ');

const isLimited = ({ stock, capacity }: ChoiceAvailability): boolean =>
  stock.kind !== 'unlimited' || capacity !== undefined;
