import type { CombinationLimits, Limits, ProductLimits } from '../../stock/limits.js';
import { isMeasured } from '../../stock/measure.js';
import { foldName } from '../../stock/names.js';
import {
  keyOfLimit,
  keyOfSubject,
  type LimitValues,
  renderValue,
  type Subject,
  VALUES,
  type ValueName,
} from './limit.js';
import { type RowProblem, renderRowProblem } from './limit-row.js';
import { thresholds } from './limits-schema.js';
import type { TableLimit } from './limits-tables.js';
import { pathOfValue, type YamlLimit } from './yaml-limits.js';

/**
 * Merges the limits of YAML and of tables.
 *
 * @param everyCombination ids of products whose `combinations` is `all`.
 * @param locate returns the location of a path of `products`, such as `config.yaml:31:19`.
 */
export function mergeLimits(
  yaml: readonly YamlLimit[],
  rows: readonly TableLimit[],
  everyCombination: ReadonlySet<number>,
  locate: (path: readonly PropertyKey[]) => string,
): {
  readonly products: ReadonlyMap<number, ProductLimits>;
  readonly problems: readonly RowProblem[];
  readonly warnings: readonly string[];
} {
  const drafts = new Map<number, ProductDraft>();
  const set = (product: number, subject: Subject, values: LimitValues) => {
    const draft = drafts.get(product) ?? createDraft();
    drafts.set(product, draft);
    setLimit(draft, subject, toLimits(values));
  };
  for (const { product, subject, values } of yaml) set(product, subject, values);
  const known = new Map(yaml.map((limit) => [keyOfLimit(limit), limit]));
  const problems: RowProblem[] = [];
  const repeated: RowProblem[] = [];
  for (const row of rows) {
    const same = known.get(keyOfLimit(row));
    const report = (column: ValueName, message: string, list = problems) =>
      list.push({ ...row.place, column, message });
    for (const [name, value, other] of sharedValues(row.values, same?.values)) {
      const place = same ? locate(pathOfValue(same, name)) : '';
      if (value === other) report(name, `${place} sets the same value; delete one of the two`, repeated);
      else
        report(name, `${renderValue(value)}, but ${place} sets ${renderValue(other)}; delete one of the two`);
    }
    const values = { ...same?.values, ...definedValues(row.values) };
    const [checked] = thresholds.safeParse(readThresholds(values)).error?.issues ?? [];
    if (checked) report(row.values.critical === undefined ? 'warning' : 'critical', checked.message);
    set(row.product, same?.subject ?? row.subject, values);
  }
  const [first] = repeated;
  const more = repeated.length > 1 ? ` (and ${repeated.length - 1} more values that are set twice)` : '';
  return {
    products: new Map(
      [...drafts].map(([id, { capacity, left, thresholds, options, combinations }]) => [
        id,
        {
          ...{ capacity, left, thresholds, options },
          combinations: [...combinations.values()],
          everyCombination: everyCombination.has(id),
        },
      ]),
    ),
    problems,
    warnings: first ? [`${renderRowProblem(first)}${more}`] : [],
  };
}

const sharedValues = (values: LimitValues, others: LimitValues = {}) =>
  VALUES.flatMap((name) => {
    const [value, other] = [values[name], others[name]];
    return value === undefined || other === undefined ? [] : [[name, value, other] as const];
  });

const definedValues = (values: LimitValues): LimitValues =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

const readThresholds = ({ warning, critical }: LimitValues) => ({
  ...(warning !== undefined && warning !== 'default' && { warning }),
  ...(critical !== undefined && critical !== 'default' && { critical }),
});

const toLimits = (values: LimitValues): Limits => ({
  capacity: values.capacity === 'none' ? undefined : values.capacity,
  left: values.left,
  thresholds: readThresholds(values),
});

/** A product's limits while they are joined. */
type ProductDraft = {
  capacity: ProductLimits['capacity'];
  left: ProductLimits['left'];
  thresholds: ProductLimits['thresholds'];
  readonly options: Map<string, Map<string, Limits>>;
  /** The name that an option has in `options`, by its folded name. */
  readonly optionNames: Map<string, string>;
  readonly combinations: Map<string, CombinationLimits>;
};

const createDraft = (): ProductDraft => ({
  ...{ capacity: undefined, left: undefined, thresholds: {} },
  options: new Map(),
  optionNames: new Map(),
  combinations: new Map(),
});

function setLimit(draft: ProductDraft, subject: Subject, limits: Limits): void {
  if (subject.kind === 'product') {
    const { capacity, left, thresholds } = limits;
    Object.assign(draft, { capacity: isMeasured(capacity) ? capacity : undefined, left, thresholds });
  } else if (subject.kind === 'choice') {
    const key = foldName(subject.option);
    const option = draft.optionNames.get(key) ?? subject.option;
    draft.optionNames.set(key, option);
    const choices = draft.options.get(option) ?? new Map<string, Limits>();
    draft.options.set(option, choices.set(subject.choice, limits));
  } else draft.combinations.set(keyOfSubject(subject), { when: new Map(subject.when), ...limits });
}
