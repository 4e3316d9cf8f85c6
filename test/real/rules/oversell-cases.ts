import { type AlertCase, goodSite, held, type Labels, ofProduct, type Series } from './series.js';
import { COMBINATION, PRODUCT, THINGS, type Thing } from './things.js';

const LOW = { severity: 'warning' };
const ofMain = { job: 'stock', site: 'main' };

const of = ({ stock, labels }: Thing, values: string, more: Series = {}): Series => ({
  ...goodSite(),
  [ofProduct(stock, labels)]: values,
  ...more,
});

/** Ten minutes in stock, ten oversold, and then restocked. */
const OVERSOLD = held([9, 10], [-1, 10], [9, 100]);
const AT_ZERO = held([9, 10], [0, 10], [9, 100]);

/** Alerts on stock that is sold out and low, which end with the oversell or 15 minutes later. */
const sellOut = (
  thing: Thing,
  name: string,
  given: Series,
  ends: 'at once' | 'later',
  others: readonly Labels[] = [],
): AlertCase[] =>
  [
    { alert: `WHMCS${thing.word}OutOfStock`, severity: {} },
    { alert: `WHMCS${thing.word}StockLow`, severity: LOW },
  ].map(({ alert, severity }) => {
    const fires = [{ labels: { ...ofMain, ...thing.labels, ...severity } }];
    const all = [
      ...others.map((other) => ({ labels: { ...ofMain, ...thing.labels, ...severity, ...other } })),
      ...fires,
    ];
    const after = ends === 'later' ? fires : [];
    const at = { '9m': [], '15m': all, '19m30s': all, '20m30s': after, '34m': after, '36m': [] };
    return { name: `${thing.word}: ${name}`, alert, given, at };
  });

/**
 * Cases for the end of an oversell. The alerts that were muted by it end with it: otherwise they would be
 * sent, although there is stock.
 */
export const oversellCases: readonly AlertCase[] = [
  ...THINGS.flatMap((thing): AlertCase[] => [
    ...sellOut(
      thing,
      'what was oversold is not sold out or low once restocked',
      of(thing, OVERSOLD),
      'at once',
    ),
    ...sellOut(
      thing,
      'that another is oversold ends nothing',
      of(
        thing,
        AT_ZERO,
        Object.fromEntries(
          thing.others.map((other) => [ofProduct(thing.stock, { ...thing.labels, ...other }), OVERSOLD]),
        ),
      ),
      'later',
      thing.others,
    ),
    ...sellOut(
      thing,
      'with oversold: none it is sold out and low until it is back for 15 minutes',
      of(thing, OVERSOLD, {
        [ofProduct('whmcs_product_alert', { alert: 'oversold', severity: 'none' })]: held([1, 120]),
      }),
      'later',
    ),
    {
      name: `${thing.word}: what was oversold is back in stock after 15 minutes`,
      alert: `WHMCS${thing.word}Restocked`,
      given: of(thing, OVERSOLD),
      at: {
        '30m': [],
        '35m': [],
        '37m': [{ labels: { ...ofMain, ...thing.labels } }],
        '75m': [{ labels: { ...ofMain, ...thing.labels } }],
        '82m': [],
      },
    },
  ]),
  // Nobody has ordered the combination, so it is not oversold itself.
  ...sellOut(
    COMBINATION,
    'with an oversold product it is not sold out or low once that is restocked',
    { ...of(PRODUCT, OVERSOLD), ...of(COMBINATION, AT_ZERO) },
    'at once',
  ),
  ...sellOut(
    COMBINATION,
    'with a product that is sold out it is so until both are back for 15 minutes',
    { ...of(PRODUCT, AT_ZERO), ...of(COMBINATION, AT_ZERO) },
    'later',
  ),
];
