import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  type AnnotationQuery,
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  type DashboardLink,
  type FieldConfigSource,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { place, type Row } from './grid.js';
import { toOthers } from './links.js';
import { TAG } from './uids.js';
import { dataSource } from './variables.js';

type Content = {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  /** How far back it looks, such as `now-7d`. */
  readonly from: string;
  readonly refresh: string;
  readonly variables: readonly Builder<VariableModel>[];
  readonly annotation: Builder<AnnotationQuery>;
  readonly rows: readonly Row[];
};

/** A dashboard as all of them are: read-only, linked to the others, with the data source chosen above it. */
export function dashboard(content: Content): Dashboard {
  const builder = new DashboardBuilder(content.title)
    .uid(content.uid)
    .description(content.description)
    .tags([TAG, 'stock'])
    .readonly()
    .tooltip(DashboardCursorSync.Crosshair)
    .timezone('browser')
    .time({ from: content.from, to: 'now' })
    .refresh(content.refresh)
    .variables([dataSource(), ...content.variables])
    .annotation(content.annotation)
    .link(toOthers());
  for (const panel of place(content.rows)) builder.withPanel(panel);
  return withoutExcess(builder.build());
}

/**
 * Takes out what the builders add by themselves: links and annotations would go into a menu of newer Grafanas instead of above the
 * panels, and a link of a value has a title and an address only.
 */
function withoutExcess(built: Dashboard): Dashboard {
  return {
    ...built,
    links: (built.links ?? []).map(({ placement, ...link }) => link),
    annotations: {
      list: (built.annotations?.list ?? []).map(({ placement, ...annotation }) => annotation),
    },
    panels: (built.panels ?? []).map(withPlainLinks),
  };
}

function withPlainLinks<P extends object>(panel: P): P {
  if (!('fieldConfig' in panel)) return panel;
  const { defaults, overrides } = panel.fieldConfig as FieldConfigSource; // The SDK's own type of it.
  if (defaults.links === undefined) return panel;
  const links = defaults.links.map(({ title, url = '' }: DashboardLink) => ({ title, url }));
  return { ...panel, fieldConfig: { defaults: { ...defaults, links }, overrides } };
}
