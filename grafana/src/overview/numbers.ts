import { COLOUR, noneIsGood, steps } from '../colours.js';
import { row } from '../grid.js';
import { link, toPanel, toSites } from '../links.js';
import { alarm, number } from '../panels/number.js';
import { now } from '../query.js';
import * as series from './series.js';

/** Where the numbers lead, which is below the first screen. */
export type Lists = { readonly products: number; readonly choices: number; readonly unknown: number };

/** What must be done today, in eight numbers. Each is 0 only where something is known. */
export function numbers(lists: Lists) {
  const toProducts = link(toPanel('All products that need attention', lists.products));
  const toChoices = link(toPanel('All choices and combinations that are used up', lists.choices));
  const toUnknown = link(toPanel('All products of unknown stock', lists.unknown));

  const soldOut = alarm('Sold out', 'Products that customers can see and not order: no unit is left.')
    .withTarget(now(`sum(${series.FOR_SALE} <= bool 0)`, 'products'))
    .thresholds(noneIsGood(COLOUR.bad))
    .dataLinks([toProducts]);

  const oversold = alarm(
    'Oversold',
    'Products, choices and combinations that were sold beyond what there is: customers wait for these. Hidden and retired ones count, too.',
  )
    .withTarget(
      now(
        `count(
          (site_product:whmcs_product_stock:trusted{site=~"$site", group=~"$group"} < 0)
            or (site_option:whmcs_product_option_stock:trusted{site=~"$site", group=~"$group"} < 0)
            or (site_combination:whmcs_product_combination_stock:trusted{site=~"$site", group=~"$group"} < 0)
        ) or 0 * count(site_product:whmcs_product_stock:trusted{site=~"$site", group=~"$group"})`,
        'things',
      ),
    )
    .thresholds(noneIsGood(COLOUR.worst))
    .dataLinks([toProducts, toChoices]);

  const low = alarm('Low', 'Products that are not sold out yet, but at or below one of their levels.')
    .withTarget(now(`count(3 <= ${series.ATTENTION} <= 4) or 0 * count(${series.FOR_SALE})`, 'products'))
    .thresholds(noneIsGood(COLOUR.warning))
    .dataLinks([toProducts]);

  const runningOut = alarm(
    'Running out',
    'Products that are gone within seven days if they sell as they did in the last two weeks, of those that sold four units at least in them. Those that are low already count, too.',
  )
    .withTarget(
      now(
        `count((0 < ${series.DAYS_LEFT} < 7) and on (job, site, product_id) (${series.UNITS_SOLD} > 3.5)) or 0 * count(${series.FOR_SALE})`,
        'products',
      ),
    )
    .thresholds(noneIsGood(COLOUR.warning))
    .dataLinks([toProducts]);

  const choices = alarm(
    'Choices used up',
    'Choices of options, and combinations of them, of which nothing is left. WHMCS does not know and goes on selling them: hide them, or find more.',
  )
    .withTarget(
      now(
        `sum((${series.OPTION_FOR_SALE} <= bool 0) or (${series.COMBINATION_FOR_SALE} <= bool 0))`,
        'choices',
      ),
    )
    .noValue('none watched')
    .thresholds(noneIsGood(COLOUR.bad, COLOUR.neutral))
    .dataLinks([toChoices]);

  const unreadable = alarm(
    'Sites not read',
    'Sites whose stock nobody can tell: not read for three intervals, or their exporter is down. Nothing else on this page counts their products.',
  )
    .withTarget(now(`sum(${series.READABLE} == bool 0)`, 'sites'))
    .noValue('all')
    .thresholds(noneIsGood(COLOUR.unknown))
    .dataLinks([link(toSites)]);

  const unknown = alarm(
    'Stock unknown',
    'Products that WHMCS lists without telling how many are left. If one of them sells out, nothing here will say so.',
  )
    .withTarget(now(`sum(${series.UNKNOWN})`, 'products'))
    .thresholds(noneIsGood(COLOUR.unknown))
    .dataLinks([toUnknown]);

  const available = number(
    'In stock now',
    'Part of the products with a number of units, and visible to customers, that can be ordered now.',
  )
    .withTarget(now(`avg(${series.FOR_SALE} > bool 0)`, 'in stock'))
    .unit('percentunit')
    .thresholds(steps(COLOUR.unknown, [0, COLOUR.bad], [0.5, COLOUR.warning], [0.8, COLOUR.good]));

  return row(
    4,
    [3, soldOut],
    [3, oversold],
    [3, low],
    [3, runningOut],
    [3, choices],
    [3, unreadable],
    [3, unknown],
    [3, available],
  );
}
