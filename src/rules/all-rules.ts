import { deliveryGroup, exporterGroup } from './alerts/exporter-alerts.js';
import { goneGroup, optionGroup, productGroup } from './alerts/product-alerts.js';
import { roomGroup } from './alerts/room-alerts.js';
import { runningOutGroup } from './alerts/running-out.js';
import { siteGroup } from './alerts/site-alerts.js';
import { healthGroup } from './alerts/site-health-alerts.js';

import { apiGroup, longApiGroup } from './recording/api.js';
import { attentionGroup } from './recording/attention.js';
import { listingGroup } from './recording/listing-records.js';
import { availabilityGroup, movementGroup } from './recording/sales.js';
import { stockGroup } from './recording/stock-records.js';
import { trustGroup } from './recording/trust.js';
import type { RuleGroup } from './rule.js';
import type { RuleOptions } from './rule-options.js';

/** The two files of rules. Alerts use the recorded series, so they belong together. */
export type RuleFile = 'recording' | 'alert';

/** Returns the groups of a file. */
export function rulesOf(file: RuleFile, options: RuleOptions): readonly RuleGroup[] {
  const groups = file === 'recording' ? RECORDING : ALERTING;
  return groups
    .map((create) => create(options))
    .map((group) => {
      const interval = options.intervals[group.name];
      return interval === undefined ? group : { ...group, interval };
    });
}

const RECORDING: readonly ((options: RuleOptions) => RuleGroup)[] = [
  trustGroup,
  stockGroup,
  listingGroup,
  movementGroup,
  apiGroup,
  longApiGroup,
  attentionGroup,
  availabilityGroup,
];

const ALERTING: readonly ((options: RuleOptions) => RuleGroup)[] = [
  productGroup,
  optionGroup,
  roomGroup,
  goneGroup,
  runningOutGroup,
  siteGroup,
  healthGroup,
  exporterGroup,
  deliveryGroup,
];
