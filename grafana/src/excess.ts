import type {
  Dashboard,
  DashboardLink,
  FieldConfigSource,
  Panel,
  RowPanel,
  VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';

/**
 * Removes fields that the builders add and Grafana's own schema does not know or reads differently. With
 * them, newer versions of Grafana put links and annotations into a menu instead of above the panels.
 */
export function withoutExcess(built: Dashboard): Dashboard {
  return {
    ...built,
    links: (built.links ?? []).map(({ placement, ...link }) => link),
    annotations: {
      list: (built.annotations?.list ?? []).map(({ placement, ...annotation }) => annotation),
    },
    templating: { list: (built.templating?.list ?? []).map(withoutAuto) },
    panels: (built.panels ?? []).map(withoutPanelExcess),
  };
}

/** Removes them from a panel, or from the panels of a closed row. */
function withoutPanelExcess<P extends Panel | RowPanel>(panel: P): P {
  if ('panels' in panel) return { ...panel, panels: panel.panels.map(withoutPanelExcess) };
  return withPlainLinks(withoutFooter(panel));
}

/** These settings belong only to interval variables. */
const withoutAuto = ({ auto, auto_min, auto_count, ...variable }: VariableModel): VariableModel => variable;

/** Newer tables have no footer option. */
function withoutFooter<P extends { readonly type: string; readonly options?: unknown }>(panel: P): P {
  if (panel.type !== 'table') return panel;
  // The table builder always sets panel.options.
  const { footer, ...options } = panel.options as Record<string, unknown>;
  return { ...panel, options };
}

/** A link on a value has only a title and a URL. */
function withPlainLinks<P extends object>(panel: P): P {
  if (!('fieldConfig' in panel)) return panel;
  const { defaults, overrides } = panel.fieldConfig as FieldConfigSource; // The type that the SDK uses.
  if (defaults.links === undefined) return panel;
  const links = defaults.links.map(({ title, url = '' }: DashboardLink) => ({ title, url }));
  return { ...panel, fieldConfig: { defaults: { ...defaults, links }, overrides } };
}
