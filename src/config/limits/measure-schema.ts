import * as z from 'zod';
import type { MeasureForm } from '../../stock/measure.js';
import { cleanText } from '../../stock/text.js';
import { DAY, duration, MINUTE, SECOND, text, whole } from '../values.js';
import { reference } from './references.js';

/** Queries for capacities, and for the units left. */

const DEFAULT_INTERVAL = MINUTE;
/** The default of `max_age`, in intervals. */
const INTERVALS_KEPT = 10;

const MOST_SPARE = 10_000;

const label = z
  .string({ error: 'expected the name of a label' })
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: 'expected the name of a label' });

/** A number above 0, which may have a fraction. Also as text, because variables are always text. */
const size = z
  .union([z.number(), z.string().meta({ pattern: '^[0-9.eE+-]+$' })], {
    error: 'expected a number above 0',
  })
  .transform((value, context) => {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number === 'number' && number > 0 && number < Number.POSITIVE_INFINITY) return number;
    context.addIssue('expected a number above 0');
    return z.NEVER;
  });

const keys = {
  query: text('a query in PromQL').describe('Instant query in PromQL.'),
  name: text('a name').optional().describe('What the query is called in metrics.'),
  unit: text('a unit such as GB').optional().describe('What its number counts, such as GB.'),
  interval: duration(SECOND, DAY, '1m').optional().describe('Time between two runs. Default 1m.'),
  max_age: duration(SECOND, 30 * DAY, '10m')
    .optional()
    .describe('A number older than this is unknown. Default 10 intervals.'),
};

type Keys = {
  readonly query: string;
  readonly name?: string | undefined;
  readonly unit?: string | undefined;
  readonly interval?: number | undefined;
  readonly max_age?: number | undefined;
};

const readKeys = ({ query, name, unit = '', interval = DEFAULT_INTERVAL, max_age }: Keys) => ({
  query,
  name: name === undefined ? undefined : cleanText(name),
  unit: cleanText(unit),
  intervalMs: interval,
  maxAgeMs: max_age ?? INTERVALS_KEPT * interval,
});

const checkAge = (
  { interval = DEFAULT_INTERVAL, max_age }: Pick<Keys, 'interval' | 'max_age'>,
  context: z.RefinementCtx,
): void => {
  if (max_age === undefined || max_age >= interval) return;
  const message = 'the number would be unknown before the next query; max_age must not be below interval';
  context.addIssue({ code: 'custom', path: ['max_age'], message });
};

/** Returns the schema of a query for one number. @param error the message if it is something else. */
const measureOr = (error: string) =>
  z
    .strictObject(
      {
        ...keys,
        label: label
          .optional()
          .describe('Label that identifies hosts. The query returns one sample per host.'),
        size: size.optional().describe('What one unit takes on a host, in the unit of the samples.'),
        spare: whole(0, MOST_SPARE)
          .optional()
          .describe('Number of hosts to keep free: those with the most room. Default 0.'),
      },
      { error },
    )
    .superRefine((parsed, context) => {
      checkAge(parsed, context);
      const missing = (path: string, message: string) =>
        context.addIssue({ code: 'custom', path: [path], message });
      if (parsed.size !== undefined && parsed.label === undefined)
        missing('size', 'needs label, the label that identifies hosts');
      if (parsed.label !== undefined && parsed.size === undefined)
        missing('label', 'needs size, what one unit takes on a host; or, in an option, choices');
      if (parsed.spare !== undefined && parsed.size === undefined) missing('spare', 'needs label and size');
    })
    .transform((parsed) => {
      const { label: host, size: needed, spare = 0 } = parsed;
      const form: MeasureForm =
        host === undefined || needed === undefined
          ? { kind: 'one' }
          : { kind: 'hosts', label: host, size: needed, spare };
      return { ...readKeys(parsed), form };
    });

/** A query for one number. */
export const measure = measureOr('expected a query');

/** A query for a limit of a product. A number in its place was meant to be the product's stock. */
export const productMeasure = measureOr('expected a query (the stock of a product is set in WHMCS)');

/** A query for one number per choice of an option. */
export const choicesMeasure = z
  .strictObject(
    {
      ...keys,
      label: label.describe('Label that identifies choices.'),
      choices: z
        .record(z.string(), reference('the name or id of a choice'), {
          error: 'expected choices by the value of the label',
        })
        .refine((choices) => Object.keys(choices).length > 0, { error: 'expected at least one choice' })
        .describe('Name or id of the choice for each value of the label.'),
    },
    { error: 'expected query, label and choices' },
  )
  .superRefine(checkAge)
  .transform((parsed) => {
    const { label: name, choices } = parsed;
    const form: MeasureForm = { kind: 'choices', label: name, values: Object.keys(choices) };
    return { ...readKeys(parsed), form, choices: new Map(Object.entries(choices)) };
  });

export type ParsedMeasure = z.output<typeof measure>;
export type ParsedChoicesMeasure = z.output<typeof choicesMeasure>;
