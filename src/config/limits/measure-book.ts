import type { Measure, Measured } from '../../stock/measure.js';
import type { OwnLimits } from '../../stock/room.js';
import type { Cursor } from '../cursor.js';
import type { ParsedChoicesMeasure, ParsedMeasure } from './measure-schema.js';

/** Parsed limits: numbers or queries. */
export type ParsedLimits = {
  readonly capacity?: number | ParsedMeasure | undefined;
  readonly left?: ParsedMeasure | undefined;
};

/** Where a query is set: the name of the place, its position in the file, and its unit. */
export type MeasurePlace = { readonly what: string; readonly cursor: Cursor; readonly unit?: string };

/** Collects the queries of a site under unique names. */
export class MeasureBook {
  readonly #measures = new Map<string, Measure>();
  /** The position of the first query. */
  first: Cursor | undefined;

  get measures(): readonly Measure[] {
    return [...this.#measures.values()];
  }

  /** Adds the queries of some limits. Returns the limits with references to the queries. */
  resolve({ capacity, left }: ParsedLimits, place: MeasurePlace): Required<OwnLimits> {
    return {
      capacity: typeof capacity === 'object' ? this.add(capacity, 'capacity', place) : capacity,
      left: left && this.add(left, 'left', place),
    };
  }

  /** Adds a query. Several limits may use the same query under one name. */
  add(
    parsed: ParsedMeasure | ParsedChoicesMeasure,
    kind: Measure['kind'],
    { what, cursor, unit = '' }: MeasurePlace,
  ): Measured {
    const place = cursor.at(kind);
    this.first ??= place;
    const { query, intervalMs, maxAgeMs, form } = parsed;
    const name = parsed.name ?? `${what} ${kind}`;
    const measure = { name, kind, query, unit: parsed.unit || unit, intervalMs, maxAgeMs, form };
    const before = this.#measures.get(name);
    if (before && JSON.stringify(before) !== JSON.stringify(measure))
      (parsed.name === undefined ? place : place.at('name')).report(
        `another query of the site is called ${JSON.stringify(name)}; give each a unique name`,
      );
    this.#measures.set(name, before ?? measure);
    return { measure: name };
  }
}
