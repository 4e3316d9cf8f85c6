import { COLOUR, noneIsGood, steps } from '../colours.js';
import { row } from '../grid.js';
import { link, toPanel, toSites } from '../links.js';
import { alarm, number } from '../panels/number.js';
import { now } from '../query.js';
import * as series from './series.js';

/** The panels that the numbers link to, below the first screen. */
export type Lists = { readonly products: number; readonly choices: number; readonly unknown: number };

/** Today's work in eight numbers. A number is 0 only if stock is known. */
export function numbers(lists: Lists) {
  const toProducts = link(toPanel('All products that need attention', lists.products));
  const toChoices = link(toPanel('All choices and combinations that are sold out', lists.choices));
  const toUnknown = link(toPanel('All products with unknown stock', lists.unknown));

  const soldOut = alarm(
    'Sold out',
    'Products that customers can see but not order, because no units are left.',
  )
    .withTarget(now(`sum(${series.FOR_SALE} <= bool 0)`, 'products'))
    .thresholds(noneIsGood(COLOUR.bad))
    .dataLinks([toProducts]);

  const oversold = alarm(
    'Oversold',
    'Products, choices and combinations with more units sold than there are. Customers wait for them. ' +
      'Hidden and retired products count too.',
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

  const low = alarm('Low', 'Products that are not sold out, but at or below one of their thresholds.')
    .withTarget(now(`count(3 <= ${series.ATTENTION} <= 4) or 0 * count(${series.FOR_SALE})`, 'products'))
    .thresholds(noneIsGood(COLOUR.warning))
    .dataLinks([toProducts]);

  const runningOut = alarm(
    'Running out',
    'Products that sell out within seven days at the sales rate of the last two weeks. Counts only ' +
      'products with at least four units sold in that time, including products that are low already.',
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
    'Choices sold out',
    'Choices of options, and combinations of choices, with no units left. WHMCS keeps selling them. ' +
      'Hide them, or add more.',
  )
    .withTarget(
      now(
        `sum((${series.OPTION_FOR_SALE} <= bool 0) or (${series.COMBINATION_FOR_SALE} <= bool 0))`,
        'choices',
      ),
    )
    .noValue('not configured')
    .thresholds(noneIsGood(COLOUR.bad, COLOUR.neutral))
    .dataLinks([toChoices]);

  const unreadable = alarm(
    'Unreadable sites',
    'Sites with unknown stock: they could not be read for three intervals, or their exporter is down. ' +
      'The other numbers do not include their products.',
  )
    .withTarget(now(`sum(${series.READABLE} == bool 0)`, 'sites'))
    .noValue('all')
    .thresholds(noneIsGood(COLOUR.unknown))
    .dataLinks([link(toSites)]);

  const unknown = alarm(
    'Stock unknown',
    'Products that WHMCS lists, but whose stock is unknown. If one of them sells out, no alert fires.',
  )
    .withTarget(now(`sum(${series.UNKNOWN})`, 'products'))
    .thresholds(noneIsGood(COLOUR.unknown))
    .dataLinks([toUnknown]);

  const available = number(
    'In stock now',
    'Share of the products that customers can order now, among visible products with known stock.',
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
