import * as z from 'zod';
import { text } from '../values.js';

/** Accepts a name or an id, which YAML may parse as a number. */
export const reference = (what: string) =>
  z.union([text(what), z.number()], { error: `expected ${what}` }).transform(String);
