import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  type AnnotationQuery,
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  RowBuilder,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { withoutExcess } from './excess.js';
import { heightOf, place, type Row } from './grid.js';
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
  /** Marks of alerts, and the titles of the panels that show them. */
  readonly annotation?: { readonly marks: Builder<AnnotationQuery>; readonly on: readonly string[] };
  readonly rows: readonly Row[];
  /** What stays closed below them until it is opened. */
  readonly hidden?: { readonly title: string; readonly row: Row };
};

/** Returns a closed row, whose panels query nothing until it is opened. */
function closed({ title, row }: NonNullable<Content['hidden']>, id: number, top: number): RowBuilder {
  const heading = new RowBuilder(title).collapsed(true).id(id).gridPos({ x: 0, y: top, w: 24, h: 1 });
  for (const panel of place([row], { id: id + 1, top: top + 1 })) heading.withPanel(panel);
  return heading;
}

/** Limits annotations to panels: over many panels, their lines hide more than they explain. */
function annotatedOn(built: Dashboard, titles: readonly string[]): Dashboard {
  const ids = (built.panels ?? []).flatMap((panel) =>
    'targets' in panel && panel.id !== undefined && titles.includes(panel.title ?? '') ? [panel.id] : [],
  );
  const list = (built.annotations?.list ?? []).map((one) => ({ ...one, filter: { exclude: false, ids } }));
  return { ...built, annotations: { list } };
}

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
    .link(toOthers());
  if (content.annotation) builder.annotation(content.annotation.marks);
  const panels = place(content.rows);
  for (const panel of panels) builder.withPanel(panel);
  if (content.hidden) builder.withRow(closed(content.hidden, panels.length + 1, heightOf(content.rows)));
  return withoutExcess(annotatedOn(builder.build(), content.annotation?.on ?? []));
}
