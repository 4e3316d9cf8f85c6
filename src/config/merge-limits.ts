import { foldName } from '../stock/names.js';
import { type CombinationPlan, NO_PLAN, type Plan, type ProductPlan } from '../stock/plan.js';
import { keyOfSubject, type Limit, type LimitValues, type Subject, VALUES, type ValueName } from './limit.js';
import { type RowProblem, renderRowProblem } from './limit-row.js';
import type { TableLimit } from './limits-tables.js';
import { type ParsedProduct, thresholds } from './plan-schema.js';

/** A limit of `products`, and where it stands in that list. */
export type YamlLimit = Limit & { readonly path: readonly PropertyKey[] };

/** Returns every limit that a site's `products` sets. */
export function readYamlLimits(products: readonly ParsedProduct[] | undefined): readonly YamlLimit[] {
  return (products ?? []).flatMap(({ id, thresholds, options, combinations }, index) => [
    { product: id, subject: { kind: 'product' as const }, values: { ...thresholds }, path: [index] },
    ...Object.entries(options ?? {}).flatMap(([option, choices]) =>
      Object.entries(choices).map(([choice, set]) => ({
        product: id,
        subject: { kind: 'choice' as const, option, choice },
        values: typeof set === 'number' ? { capacity: set } : { capacity: set.capacity, ...set.thresholds },
        path: [index, 'options', option, choice],
      })),
    ),
    ...(combinations === 'all' ? [] : (combinations ?? [])).map(({ when, capacity, thresholds }, at) => ({
      product: id,
      subject: { kind: 'combination' as const, when: Object.entries(when) },
      values: { capacity, ...thresholds },
      path: [index, 'combinations', at],
    })),
  ]);
}

/** Returns where the value of a limit stands in `products`. */
export const pathOfValue = ({ path }: YamlLimit, name: ValueName): readonly PropertyKey[] =>
  name === 'capacity' ? [...path, name] : [...path, 'thresholds', name];

/**
 * Adds the limits of tables to those of YAML.
 *
 * @param locate returns where a path of `products` stands, such as `config.yaml:31:19`.
 */
export function mergeLimits(
  products: ReadonlyMap<number, ProductPlan>,
  yaml: readonly YamlLimit[],
  rows: readonly TableLimit[],
  locate: (path: readonly PropertyKey[]) => string,
): {
  readonly products: ReadonlyMap<number, ProductPlan>;
  readonly problems: readonly RowProblem[];
  readonly warnings: readonly string[];
} {
  const drafts = new Map<number, ProductDraft>();
  const known = new Map(yaml.map((limit) => [keyOf(limit), limit]));
  const problems: RowProblem[] = [];
  const repeated: RowProblem[] = [];
  for (const row of rows) {
    const same = known.get(keyOf(row));
    const report = (column: ValueName, message: string, list = problems) =>
      list.push({ ...row.place, column, message });
    for (const [name, value, other] of sharedValues(row.values, same?.values)) {
      const place = same ? locate(pathOfValue(same, name)) : '';
      if (value === other) report(name, `${place} sets the same value; delete one of the two`, repeated);
      else report(name, `${value}, but ${place} sets ${other}; delete one of the two`);
    }
    const values = { ...same?.values, ...definedValues(row.values) };
    const [checked] = thresholds.safeParse(readThresholds(values)).error?.issues ?? [];
    if (checked) report(row.values.critical === undefined ? 'warning' : 'critical', checked.message);
    const draft = drafts.get(row.product) ?? createDraft(products.get(row.product) ?? NO_PLAN);
    drafts.set(row.product, draft);
    setLimit(draft, same?.subject ?? row.subject, toPlan(values));
  }
  const [first] = repeated;
  const more = repeated.length > 1 ? ` (and ${repeated.length - 1} more values that are set twice)` : '';
  return {
    products: new Map([...products, ...[...drafts].map(([id, draft]) => [id, finishDraft(draft)] as const)]),
    problems,
    warnings: first ? [`${renderRowProblem(first)}${more}`] : [],
  };
}

const keyOf = ({ product, subject }: Limit): string => `${product} ${keyOfSubject(subject)}`;

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

const toPlan = (values: LimitValues): Plan => ({
  capacity: values.capacity === 'none' ? undefined : values.capacity,
  thresholds: readThresholds(values),
});

/** A product's limits while rows are added. */
type ProductDraft = {
  thresholds: ProductPlan['thresholds'];
  readonly options: Map<string, Map<string, Plan>>;
  /** The name that an option has in `options`, by its folded name. */
  readonly optionNames: Map<string, string>;
  readonly combinations: Map<string, CombinationPlan>;
  readonly everyCombination: boolean;
};

const createDraft = ({ options, combinations, ...rest }: ProductPlan): ProductDraft => ({
  ...rest,
  options: new Map([...options].map(([name, choices]) => [name, new Map(choices)])),
  optionNames: new Map([...options.keys()].map((name) => [foldName(name), name])),
  combinations: new Map(
    combinations.map((plan) => [keyOfSubject({ kind: 'combination', when: [...plan.when] }), plan]),
  ),
});

const finishDraft = ({ thresholds, options, combinations, everyCombination }: ProductDraft): ProductPlan => ({
  ...{ thresholds, options, combinations: [...combinations.values()], everyCombination },
});

function setLimit(draft: ProductDraft, subject: Subject, plan: Plan): void {
  if (subject.kind === 'product') draft.thresholds = plan.thresholds;
  else if (subject.kind === 'choice') {
    const key = foldName(subject.option);
    const option = draft.optionNames.get(key) ?? subject.option;
    draft.optionNames.set(key, option);
    const choices = draft.options.get(option) ?? new Map<string, Plan>();
    draft.options.set(option, choices.set(subject.choice, plan));
  } else draft.combinations.set(keyOfSubject(subject), { when: new Map(subject.when), ...plan });
}
