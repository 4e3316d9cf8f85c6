import { readdir, readFile } from 'node:fs/promises';
import { z } from 'zod';

/** What the tests read of a dashboard's JSON. */
const target = z.object({
  refId: z.string(),
  expr: z.string(),
  legendFormat: z.string().optional(),
  instant: z.boolean().optional(),
  range: z.boolean().optional(),
  format: z.string().optional(),
  interval: z.string().optional(),
  datasource: z.object({ type: z.string(), uid: z.string() }),
});
const link = z.object({ title: z.string(), url: z.string() });
const panel = z.object({
  id: z.number(),
  type: z.string(),
  title: z.string(),
  description: z.string(),
  datasource: z.object({ type: z.string(), uid: z.string() }),
  gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
  targets: z.array(target),
  interval: z.string().optional(),
  maxDataPoints: z.number().optional(),
  transformations: z.array(z.object({ id: z.string() })).default([]),
  options: z.looseObject({}).default({}),
  fieldConfig: z.object({
    defaults: z.looseObject({ unit: z.string(), links: z.array(link).default([]) }),
    overrides: z.array(
      z.object({
        matcher: z.object({ id: z.string(), options: z.string() }),
        properties: z.array(z.object({ id: z.string(), value: z.unknown() })),
      }),
    ),
  }),
});
const closedRow = z.object({
  type: z.literal('row'),
  collapsed: z.literal(true),
  title: z.string(),
  id: z.number(),
  gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
  panels: z.array(panel),
});
const variable = z.object({
  type: z.enum(['datasource', 'query']),
  name: z.string(),
  label: z.string(),
  query: z.union([z.string(), z.object({ query: z.string() })]),
  regex: z.string().default(''),
  refresh: z.number().optional(),
  current: z.looseObject({}).optional(),
  multi: z.boolean().default(false),
  includeAll: z.boolean().default(false),
  allValue: z.string().optional(),
  hide: z.number().default(0),
});
const dashboard = z.object({
  uid: z.string(),
  title: z.string(),
  description: z.string(),
  editable: z.boolean(),
  refresh: z.string(),
  time: z.object({ from: z.string(), to: z.string() }),
  tags: z.array(z.string()),
  links: z.array(z.looseObject({ tags: z.array(z.string()) })),
  templating: z.object({ list: z.array(variable) }),
  annotations: z.object({
    list: z.array(
      z.object({
        name: z.string(),
        target,
        filter: z.object({ exclude: z.boolean(), ids: z.array(z.number()) }),
      }),
    ),
  }),
  panels: z.array(z.union([closedRow, panel])),
});

/** A dashboard, with the panels of closed rows among the others. */
export type Dashboard = Omit<z.infer<typeof dashboard>, 'panels'> & {
  readonly panels: readonly Panel[];
  readonly closedRows: readonly z.infer<typeof closedRow>[];
};
export type Panel = z.infer<typeof panel>;
export type Variable = z.infer<typeof variable>;

export const FOLDER = 'grafana/dashboards';

/** The dashboards as they are committed. */
export async function committedDashboards(): Promise<readonly Dashboard[]> {
  const files = (await readdir(FOLDER)).sort();
  return Promise.all(
    files.map(async (name) => withRowsOpened(JSON.parse(await readFile(`${FOLDER}/${name}`, 'utf8')))),
  );
}

function withRowsOpened(json: unknown): Dashboard {
  const { panels, ...others } = dashboard.parse(json);
  return {
    ...others,
    panels: panels.flatMap((one) => ('panels' in one ? one.panels : [one])),
    closedRows: panels.flatMap((one) => ('panels' in one ? [one] : [])),
  };
}

/** The links of a panel: of its values, and of columns. */
export const linksOf = ({
  fieldConfig,
}: Panel): readonly { readonly title: string; readonly url: string }[] => [
  ...fieldConfig.defaults.links,
  ...fieldConfig.overrides.flatMap(({ properties }) =>
    properties.filter(({ id }) => id === 'links').flatMap(({ value }) => z.array(link).parse(value)),
  ),
];

/** An expression of a dashboard, with its variables still in it. */
export type Query = {
  /** Such as `whmcs-overview: Sold out A`. */
  readonly place: string;
  readonly expression: string;
  readonly instant: boolean;
};

/**
 * Every expression of the panels and annotations of a dashboard. Those of its variables are not among them.
 */
export const queriesOf = ({ uid, panels, annotations }: Dashboard): readonly Query[] => [
  ...panels.flatMap(({ title, targets }) =>
    targets.map(({ refId, expr, instant }) => ({
      place: `${uid}: ${title} ${refId}`,
      expression: expr,
      instant: instant === true,
    })),
  ),
  ...annotations.list.map(({ name, target: { expr } }) => ({
    place: `${uid}: annotation ${name}`,
    expression: expr,
    instant: false,
  })),
];

/**
 * Replaces `$name` and `${name}` with values, as Grafana does. A name without a value is an error.
 * `$1` stays: in PromQL it is a group of a regular expression.
 */
export const filled = (expression: string, values: ReadonlyMap<string, string>): string =>
  expression.replace(/\$(?:\{(\w+)\}|([a-z_]\w*))/g, (_, braced: string | undefined, plain = '') => {
    const name = braced ?? plain;
    const value = values.get(name);
    if (value === undefined) throw new Error(`no value for $${name} in ${expression}`);
    return value;
  });
