import { isProblem, type MeasureNumbers, ONLY } from '../capacity/measure-numbers.js';
import type { SiteConfig } from '../config/config.js';
import type { Measure, Measurements } from '../stock/measure.js';

/** Measures with equal definitions share their numbers. */
export type Definition = Pick<Measure, 'query' | 'kind' | 'form' | 'maxAgeMs'>;

/** A number, and the steady time in ms at which it was measured. */
type Known = { readonly number: number; readonly at: number };

/** A number as it is saved for a restart: definition, label value, number, steady time. */
export type KeptNumber = readonly [definition: string, value: string, number: number, at: number];

/** Keeps the last good numbers of measures until they are too old. */
export class CapacityNumbers {
  readonly #keys = new WeakMap<Definition, string>();
  readonly #known = new Map<string, Map<string, Known>>();

  constructor(private readonly now: () => number) {}

  /** Stores the numbers of an answer. A missing number keeps its last good value. */
  learn(definition: Definition, found: MeasureNumbers, at: number): void {
    const key = this.#keyOf(definition);
    const known = this.#known.get(key) ?? new Map<string, Known>();
    for (const [value, number] of found) if (!isProblem(number)) known.set(value, { number, at });
    this.#known.set(key, known);
  }

  /** Returns a number; undefined if none is known, or it is too old. */
  find(definition: Definition, value = ONLY): number | undefined {
    const known = this.#known.get(this.#keyOf(definition))?.get(value);
    return known && this.now() < known.at + definition.maxAgeMs ? known.number : undefined;
  }

  /** Returns all numbers of a measure; undefined for those that are unknown. */
  all(definition: Definition): ReadonlyMap<string, number | undefined> {
    const { form } = definition;
    const values = form.kind === 'choices' ? form.values : [ONLY];
    return new Map(values.map((value) => [value, this.find(definition, value)]));
  }

  /** Returns the steady time at which the next number of a measure becomes too old. */
  expiresAt(definition: Definition): number {
    const now = this.now();
    const ends = [...(this.#known.get(this.#keyOf(definition))?.values() ?? [])].map(
      ({ at }) => at + definition.maxAgeMs,
    );
    return Math.min(...ends.filter((end) => end > now));
  }

  /** Returns the numbers of some measures, to save them for a restart. */
  kept(definitions: readonly Definition[]): readonly KeptNumber[] {
    return [...new Set(definitions.map((definition) => this.#keyOf(definition)))].flatMap((key) =>
      [...(this.#known.get(key) ?? [])].map(([value, { number, at }]) => [key, value, number, at] as const),
    );
  }

  /** Restores saved numbers, unless newer ones are known. */
  restore(kept: readonly KeptNumber[]): void {
    for (const [key, value, number, at] of kept) {
      const known = this.#known.get(key) ?? new Map<string, Known>();
      if ((known.get(value)?.at ?? Number.NEGATIVE_INFINITY) < at) known.set(value, { number, at });
      this.#known.set(key, known);
    }
  }

  /** Returns the key of a definition. */
  #keyOf(definition: Definition): string {
    const known = this.#keys.get(definition);
    if (known !== undefined) return known;
    const { query, kind, form, maxAgeMs } = definition;
    const key = JSON.stringify([query, kind, form, maxAgeMs]);
    this.#keys.set(definition, key);
    return key;
  }

  /** Forgets the numbers of all other measures. */
  retain(definitions: readonly Definition[]): void {
    const keys = new Set(definitions.map((definition) => this.#keyOf(definition)));
    for (const key of this.#known.keys()) if (!keys.has(key)) this.#known.delete(key);
  }
}

/** Returns the lookup of a site's measured limits. */
export function measurementsOf(
  { limits }: Pick<SiteConfig, 'limits'>,
  numbers: CapacityNumbers,
): Measurements {
  const byName = new Map((limits.measures ?? []).map((measure) => [measure.name, measure]));
  return ({ measure, value }) => {
    const definition = byName.get(measure);
    return definition && numbers.find(definition, value);
  };
}
