import type {
  Dashboard,
  DashboardLink,
  FieldConfigSource,
  VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';

/**
 * Takes out what the builders add by themselves and Grafana's own schema does not know, or means otherwise: links and annotations would
 * go into a menu of newer Grafanas instead of above the panels.
 */
export function withoutExcess(built: Dashboard): Dashboard {
  return {
    ...built,
    links: (built.links ?? []).map(({ placement, ...link }) => link),
    annotations: {
      list: (built.annotations?.list ?? []).map(({ placement, ...annotation }) => annotation),
    },
    templating: { list: (built.templating?.list ?? []).map(withoutAuto) },
    panels: (built.panels ?? []).map((panel) => withPlainLinks(withoutFooter(panel))),
  };
}

/** Those are settings of variables that are intervals. */
const withoutAuto = ({ auto, auto_min, auto_count, ...variable }: VariableModel): VariableModel => variable;

/** Newer tables have no footer among their options. */
function withoutFooter<P extends { readonly type: string; readonly options?: unknown }>(panel: P): P {
  if (panel.type !== 'table') return panel;
  const { footer, ...options } = panel.options as Record<string, unknown>; // As the builder of tables makes it.
  return { ...panel, options };
}

/** A link of a value has a title and an address only. */
function withPlainLinks<P extends object>(panel: P): P {
  if (!('fieldConfig' in panel)) return panel;
  const { defaults, overrides } = panel.fieldConfig as FieldConfigSource; // The SDK's own type of it.
  if (defaults.links === undefined) return panel;
  const links = defaults.links.map(({ title, url = '' }: DashboardLink) => ({ title, url }));
  return { ...panel, fieldConfig: { defaults: { ...defaults, links }, overrides } };
}
