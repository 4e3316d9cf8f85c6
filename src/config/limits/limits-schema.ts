import * as z from 'zod';
import type { Draw } from '../../stock/limits.js';
import { foldName } from '../../stock/names.js';
import { cleanText } from '../../stock/text.js';
import { alerts } from '../alerts-schema.js';
import { id, text, whole } from '../values.js';
import { keyOfSubject } from './limit.js';
import { choicesMeasure, measure, productMeasure } from './measure-schema.js';
import { reference } from './references.js';

/** The limits of products, options, combinations and pools. */

export const MOST_UNITS = 2 ** 31 - 1;

/** Marks what is wrong between the keys of a map, so that the message does not say what the map is. */
const BETWEEN_KEYS = { isBetweenKeys: true };

const threshold = z
  .union([z.literal('none'), whole(0, MOST_UNITS)], { error: 'expected a whole number or none' })
  .optional();

export const thresholds = z
  .strictObject(
    {
      warning: threshold.describe('Stock at or below this will soon be sold out.'),
      critical: threshold.describe('Stock at or below this needs action now.'),
    },
    { error: 'expected warning and critical' },
  )
  .refine(
    ({ warning, critical }) =>
      typeof warning !== 'number' || typeof critical !== 'number' || critical <= warning,
    { error: 'critical must not be above warning', params: BETWEEN_KEYS },
  );

export const units = whole(0, MOST_UNITS);

/** Refuses elements of which two have a key in common. @param path of the key in an element. */
const noRepeats =
  <T>(keysOf: (element: T) => readonly string[], message: string, ...path: readonly string[]) =>
  (elements: readonly T[], context: z.RefinementCtx): void => {
    const seen = new Set<string>();
    for (const [index, element] of elements.entries())
      for (const key of keysOf(element)) {
        if (seen.has(key)) context.addIssue({ code: 'custom', path: [index, ...path], message });
        seen.add(key);
      }
  };

/** Values by names. No two names may differ only in case and white space. */
const byName = <T extends z.ZodType>(value: T, what: string) =>
  z.record(z.string(), value, { error: `expected ${what}` }).superRefine(refuseLikeNames);

function refuseLikeNames(entries: object, context: z.RefinementCtx): void {
  const seen = new Set<string>();
  for (const name of Object.keys(entries)) {
    const key = foldName(name);
    if (key === '') context.addIssue({ code: 'custom', path: [name], message: 'expected a name' });
    if (seen.has(key))
      context.addIssue({ code: 'custom', path: [name], message: 'this name is set above already' });
    seen.add(key);
  }
}

const amount = z.union([units, measure], {
  error: `expected a whole number from 0 to ${MOST_UNITS}, or a query`,
});

const limits = {
  capacity: amount.optional().describe('Units in total: a number, or a query.'),
  left: measure.optional().describe('A query for the units left.'),
  thresholds: thresholds.optional().describe("Go before the product's."),
};

const choice = z.union([units, z.strictObject(limits, { error: 'expected capacity, left and thresholds' })], {
  error: `expected a capacity, a whole number from 0 to ${MOST_UNITS}, or capacity, left and thresholds`,
});

/** A query for the choices of an option. A choice named `capacity` or `left` must be given by its id. */
const ofChoices = choicesMeasure.optional();

const option = z
  .object(
    {
      capacity: ofChoices.describe('A query for the units in total, per choice.'),
      left: ofChoices.describe('A query for the units left, per choice.'),
    },
    { error: 'expected capacities by choice' },
  )
  .catchall(choice)
  .superRefine(refuseLikeNames);

const combination = z.strictObject(
  {
    when: byName(reference('the name or id of a choice'), 'choices by option')
      .refine((when) => Object.keys(when).length > 0, { error: 'expected at least one choice' })
      .describe('Choices by option, each by name or id.'),
    ...limits,
  },
  { error: 'expected when, and capacity or thresholds' },
);

const keysOfCombination = ({ when }: { readonly when: Readonly<Record<string, string>> }) => [
  keyOfSubject({ kind: 'combination', when: Object.entries(when) }),
];

const combinations = z.union(
  [
    z.literal('all'),
    z
      .array(combination)
      .superRefine(noRepeats(keysOfCombination, 'this combination is listed above already', 'when')),
  ],
  { error: 'expected all, or a list of combinations' },
);

const product = z.strictObject(
  {
    id: id.describe('Its id in WHMCS.'),
    name: text('a name').optional().describe('Its name in WHMCS, for people who read this file.'),
    thresholds: thresholds.optional().describe("Go before the group's and the site's."),
    alerts: alerts.optional().describe("Go before the group's and the site's."),
    capacity: productMeasure.optional().describe('A query for the units that fit in total.'),
    left: productMeasure.optional().describe('A query for the units that still fit besides those in use.'),
    options: byName(option, 'options by name or id')
      .optional()
      .describe('Capacities by option and choice, each by name or id.'),
    combinations: combinations
      .optional()
      .describe('Choices that are limited together; all for every set of dropdown and radio choices.'),
  },
  { error: 'expected id, and thresholds, alerts, capacity, left, options or combinations' },
);

export const products = z.array(product, { error: 'expected a list of products' });

const draw = z.strictObject(
  {
    product: id.describe('The product that draws.'),
    units: units
      .optional()
      .describe(
        'What one unit of the product takes, whatever its options. Default 1, unless choices are given.',
      ),
    option: reference('the name or id of an option').optional().describe('The option whose choices draw.'),
    choices: byName(units, 'units by choice').optional().describe('What one unit of each choice takes.'),
  },
  { error: 'expected product and units, or product, option and choices' },
);

type ParsedDraw = z.output<typeof draw>;

/** A product draws as a whole, or by choices of an option. */
function readDraw(parsed: ParsedDraw, context: z.RefinementCtx): Draw {
  const { product, units = 1, option, choices } = parsed;
  const hasUnits = parsed.units !== undefined;
  const expected = 'expected product and units, or product, option and choices';
  if (option === undefined && choices === undefined) {
    if (units > 0) return { product, units };
    context.addIssue({ code: 'custom', path: ['units'], message: 'this draw takes nothing' });
    return z.NEVER;
  }
  if (!hasUnits && option !== undefined && choices !== undefined) {
    if (Object.values(choices).some((drawn) => drawn > 0)) {
      return { product, option, choices: new Map(Object.entries(choices)) };
    }
    context.addIssue({ code: 'custom', path: ['choices'], message: 'this draw takes nothing' });
    return z.NEVER;
  }
  context.addIssue(expected);
  return z.NEVER;
}

/** Returns the products or choices that draw. No two draws of a pool may share one. */
const keysOfDraw = (drawn: Draw): readonly string[] =>
  'units' in drawn
    ? [String(drawn.product)]
    : [...drawn.choices.keys()].map((choice) =>
        JSON.stringify([drawn.product, foldName(drawn.option), foldName(choice)]),
      );

const refuseRepeatedDraws = noRepeats(
  keysOfDraw,
  'this draw is listed above already, and would be counted twice',
);

const pool = z
  .strictObject(
    {
      name: text('a name')
        .refine((name) => foldName(name) !== '', { error: 'expected a name' })
        .describe('What the pool is called in metrics.'),
      capacity: amount.optional().describe('Units in total: a number, or a query.'),
      left: measure.optional().describe('A query for the units left, with or instead of capacity.'),
      unit: text('a unit such as GB').optional().describe('What it is counted in, such as GB.'),
      draws: z
        .array(draw.transform(readDraw), { error: 'expected a list of draws' })
        .min(1, { error: 'expected at least one draw: a pool without draws limits nothing' })
        .superRefine((draws, context) => {
          if (context.issues.length > 0) return; // some are invalid, and not parsed yet
          refuseRepeatedDraws(draws, context);
        })
        .describe('What a unit of a product, or of a choice, takes from the pool.'),
    },
    { error: 'expected a pool: name, capacity or left, and draws' },
  )
  .superRefine(({ capacity, left }, context) => {
    if (capacity !== undefined || left !== undefined) return;
    const message = 'neither capacity nor left is set, so the pool would always be unknown';
    context.addIssue({ code: 'custom', message, params: BETWEEN_KEYS });
  })
  .transform(({ name, unit = '', ...pool }) => ({ ...pool, name: cleanText(name), unit: cleanText(unit) }));

export const pools = z
  .array(pool, { error: 'expected a list of pools' })
  .superRefine(noRepeats(({ name }) => [foldName(name)], 'another pool has this name already', 'name'));

export type ParsedProduct = z.output<typeof product>;
export type ParsedPool = z.output<typeof pool>;
