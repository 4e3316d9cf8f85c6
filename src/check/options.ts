import type { SiteConfig } from '../config/config.js';
import type { Catalogue } from '../stock/catalogue.js';
import type { Snapshot } from '../stock/snapshot.js';
import type { Client } from '../whmcs/client.js';
import { DecodeError } from '../whmcs/decode.js';
import { networkFault } from '../whmcs/network-fault.js';
import { WhmcsError } from '../whmcs/reasons.js';
import { SERVICES_ACTION } from '../whmcs/services/count-services.js';
import { needsCounting } from '../whmcs/services/needs-counting.js';
import { readServicePage } from '../whmcs/services/service.js';
import { adviseApi } from './advice.js';
import { type Step, step, timed } from './step.js';

/**
 * What the configuration says of options, combinations and pools, held against WHMCS; and whether the units in use can be counted, by a
 * page of one service.
 *
 * @returns nothing where the configuration is silent of them.
 */
export async function checkOptions(
  site: SiteConfig,
  client: Client,
  catalogue: Catalogue,
  snapshot: Snapshot,
  signal: AbortSignal,
): Promise<readonly Step[]> {
  const [probed] = catalogue.products.filter(needsCounting(site));
  const counts = [
    count(snapshot.choices.length, 'choice'),
    count(snapshot.combinations.length, 'combination'),
    count(snapshot.pools.length, 'pool'),
  ].join(', ');
  if (!probed) {
    const told = catalogue.products.some(({ usage }) => usage !== undefined);
    const isSilent = snapshot.choices.length + snapshot.combinations.length + snapshot.pools.length === 0;
    if (isSilent && snapshot.notes.length === 0) return [];
    return [
      stepOf(`${counts}; units in use ${told ? `told by the ${catalogue.source}` : 'not counted'}`, snapshot),
    ];
  }
  try {
    const { milliseconds } = await timed(async () => {
      const params = { pid: String(probed.id), limitstart: '0', limitnum: '1' };
      return readServicePage(await client.call(SERVICES_ACTION, params, signal), probed.id);
    });
    return [stepOf(`${counts}; units in use counted by ${SERVICES_ACTION}`, snapshot, milliseconds)];
  } catch (error) {
    const fault =
      error instanceof DecodeError
        ? new WhmcsError('invalid_response', `${SERVICES_ACTION}: ${error.message}`, { cause: error })
        : networkFault(error, signal);
    const advice = `${adviseApi(fault, SERVICES_ACTION, site)} The companion (deploy/whmcs) counts without it.`;
    return [step('options', 'warning', `units in use are unknown: ${fault.message}`, { advice })];
  }
}

/** Every note is told: this is where the operator looks for them. */
const stepOf = (detail: string, { notes }: Snapshot, milliseconds?: number): Step =>
  notes.length > 0
    ? step('options', 'warning', detail, { milliseconds, advice: `${notes.join('. ')}.` })
    : step('options', 'ok', detail, { milliseconds });

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
