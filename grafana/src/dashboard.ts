import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  type AnnotationQuery,
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { withoutExcess } from './excess.js';
import { place, type Row } from './grid.js';
import { toOthers } from './links.js';
import { TAG } from './uids.js';
import { dataSource } from './variables.js';

type Content = {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  /** The start of the time range, such as `now-7d`. */
  readonly from: string;
  readonly refresh: string;
  readonly variables: readonly Builder<VariableModel>[];
  readonly annotation: Builder<AnnotationQuery>;
  readonly rows: readonly Row[];
};

/** Creates a dashboard with what all share: read-only, links to the others, a choice of data source. */
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
