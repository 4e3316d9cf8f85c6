import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { STEPS_PER_DAY } from '../year-of-sales.js';

const DAYS = 'a log covers 1 to 10000 days';
const STEP = 'a step is the number of 15 minutes since the first day';

const salesFile = z
  .object({
    days: z.int(DAYS).min(1, DAYS).max(10_000, DAYS),
    stepMinutes: z.literal(15),
    items: z
      .array(
        z.object({
          item: z.string(),
          perDay: z.number().optional(),
          steps: z.array(z.int(STEP).min(0, STEP)),
        }),
      )
      .min(1, 'the log has no item'),
  })
  .refine(
    ({ days, items }) => items.every(({ steps }) => steps.every((step) => step < days * STEPS_PER_DAY)),
    {
      message: 'units are sold after the last day',
      path: ['items'],
    },
  );

/** What customers wanted of an item, whether or not it was in stock. */
export type Demand = {
  readonly item: string;
  /** Units a day, over all days, as the file rounds it. */
  readonly perDay: number;
  /** Units by step of 15 minutes. */
  readonly wanted: Uint16Array;
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('it is not JSON');
  }
}

/** Parses a log of sales: for each item, the step of each unit, in any order. */
export function readSalesFile(path: string): readonly Demand[] {
  const { success, data, error } = salesFile.safeParse(parseJson(readFileSync(path, 'utf8')));
  if (!success)
    throw new Error(
      `it is not a log of sales: ${error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': ')).join('; ')}`,
    );
  const { days, items } = data;
  return items.map(({ item, perDay = 0, steps }) => {
    const wanted = new Uint16Array(days * STEPS_PER_DAY);
    for (const step of steps) wanted[step] = (wanted[step] ?? 0) + 1;
    return { item, perDay: perDay || steps.length / days, wanted };
  });
}
