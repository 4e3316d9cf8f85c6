import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { STEPS_PER_DAY } from '../year-of-sales.js';

const salesFile = z.object({
  days: z.number().int().positive(),
  stepMinutes: z.literal(15),
  items: z.array(z.object({ item: z.string(), perDay: z.number(), steps: z.array(z.number().int()) })),
});

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
    throw new Error('is no JSON');
  }
}

/** Reads a log of sales: of each item, the step of each unit. */
export function readSalesFile(path: string): readonly Demand[] {
  const { success, data, error } = salesFile.safeParse(parseJson(readFileSync(path, 'utf8')));
  if (!success) throw new Error(`is no log of sales: ${z.prettifyError(error).split('\n').join(' ')}`);
  const { days, items } = data;
  return items.map(({ item, perDay, steps }) => {
    const wanted = new Uint16Array(days * STEPS_PER_DAY);
    for (const step of steps) if (step < wanted.length) wanted[step] = (wanted[step] ?? 0) + 1;
    return { item, perDay, wanted };
  });
}
