import { COLOUR, fillFromOne, steps } from '../colours.js';
import { row } from '../grid.js';
import { link, toPanel, toSites } from '../links.js';
import { alarm, number } from '../panels/number.js';
import { now } from '../query.js';
import { STATE } from '../states.js';
import * as series from './series.js';

type CountedState = (typeof STATE)[keyof typeof STATE];

/**
 * Today's work in numbers: how many rows the table has in each state. Only what needs a person is filled.
 *
 * @param table the panel that the numbers link to.
 */
export function numbers(table: number) {
  const toTable = link(toPanel('Everything that needs attention', table));
  const count = (state: CountedState, description: string) =>
    alarm(state.text, description)
      .withTarget(now(series.countOf(state), 'rows'))
      .thresholds(fillFromOne(state.colour))
      .dataLinks([toTable]);

  const oversold = count(
    STATE.oversold,
    'Products, choices, combinations and pools with more units sold than there are. Customers wait for them. ' +
      'Hidden and retired products count too.',
  );
  const soldOut = count(
    STATE.soldOut,
    'Products that customers can see but not order, and choices, combinations and pools that WHMCS keeps ' +
      'selling although none are left.',
  );
  const critical = count(STATE.critical, 'In stock, but at or below the critical threshold.');
  const low = count(STATE.low, 'In stock, but at or below the warning threshold.');
  const runningOut = count(
    STATE.runningOut,
    'Above the thresholds, but likely to sell out before you can get more, by the forecast.',
  );

  const unknown = alarm(
    STATE.unknown.text,
    'Products that WHMCS lists, but whose stock is unknown. If one of them sells out, no alert fires.',
  )
    .withTarget(now(series.UNKNOWN_COUNT, 'products'))
    .thresholds(fillFromOne(COLOUR.unknown))
    .dataLinks([toTable]);

  const unreadable = alarm(
    'Unreadable sites',
    'Sites with unknown stock: they could not be read for three intervals, or their exporter is down. ' +
      'The other numbers do not include their products.',
  )
    .withTarget(now(`sum(${series.READABLE} == bool 0)`, 'sites'))
    .noValue('all')
    .thresholds(fillFromOne(COLOUR.unknown))
    .dataLinks([link(toSites)]);

  const available = number(
    'In stock now',
    'Share of the products that customers can order now, among visible products with known stock.',
  )
    .withTarget(now(`avg(${series.FOR_SALE} > bool 0)`, 'in stock'))
    .unit('percentunit')
    .thresholds(steps(COLOUR.quiet));

  return row(
    4,
    [3, oversold],
    [3, soldOut],
    [3, critical],
    [3, low],
    [3, runningOut],
    [3, unknown],
    [3, unreadable],
    [3, available],
  );
}
