import { DecodeError } from '../decode.js';
import type { Report } from './report.js';

/** A part of a product that could not be read and is unknown. */
export type Oddity = { readonly part: 'stock' | 'details' | 'options'; readonly problem: string };

export type Attempt = <T>(part: Oddity['part'], field: string, decode: () => T) => T | undefined;

/** Decodes fields one by one, and records those that can't be decoded. */
export const attemptAll =
  (oddities: Oddity[]): Attempt =>
  (part, field, decode) => {
    try {
      return decode();
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      oddities.push({ part, problem: `${field}: ${error.message}` });
      return undefined;
    }
  };

const ODD: Readonly<Record<Oddity['part'], string>> = {
  stock: 'the stock of a product could not be read',
  details: 'a field of a product could not be read; it is unknown',
  options: "a product's options could not be read whole; what is left of them is unknown",
};

export function reportOddities(id: number, oddities: readonly Oddity[], report: Report): void {
  for (const { part, problem } of oddities) report(`${part} ${id}`, { product_id: id, problem }, ODD[part]);
}

/** The problem of a product that an answer lists twice. */
export const LISTED_TWICE = 'it is listed twice';

export const reportTwin = (id: number, report: Report): void =>
  report(`twin ${id}`, { product_id: id }, 'a product is listed twice; its stock is unknown');
