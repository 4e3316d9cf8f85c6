import * as z from 'zod';
import { ALERT_SEVERITIES, type AlertSettings } from '../stock/alert-settings.js';
import { DAY, duration, MINUTE } from './values.js';

const severity = z
  .enum(ALERT_SEVERITIES, { error: 'expected critical, warning, info or none' })
  .exactOptional();

/** How urgent the alerts on stock are. `none` turns an alert off. */
export const alerts = z.strictObject(
  {
    sold_out: severity.describe('Severity of sold out. Default warning.'),
    oversold: severity.describe('Severity of oversold. Default critical.'),
    low: severity.describe('Severity of low stock. Default: that of the threshold.'),
    running_out: severity.describe('Severity of running out. Default warning.'),
    restocked: severity.describe('Severity of back in stock. Default info.'),
    exceeds_room: severity.describe(
      'Severity of stock that exceeds its room. Default warning, or critical if there is no room.',
    ),
    lead_time: duration(MINUTE, 366 * DAY, '5d')
      .exactOptional()
      .describe('Time it takes to get more. Running out is forecast for this time. Default 4d.'),
  },
  { error: 'expected sold_out, oversold, low, running_out, restocked, exceeds_room or lead_time' },
);

export type ParsedAlerts = z.output<typeof alerts>;

/** Returns parsed settings as the domain takes them. */
export const toAlertSettings = ({ lead_time, ...severities }: ParsedAlerts = {}): AlertSettings => ({
  severities,
  leadTimeMs: lead_time,
});
