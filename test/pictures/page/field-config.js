import {
  applyFieldOverrides,
  cacheFieldDisplayNames,
  FieldConfigOptionsRegistry,
  standardTransformers,
  standardTransformersRegistry,
  transformDataFrame,
} from '@grafana/data';
import { lastValueFrom } from 'rxjs';

const STANDARD = [
  'unit',
  'min',
  'max',
  'decimals',
  'displayName',
  'noValue',
  'thresholds',
  'mappings',
  'links',
  'color',
  'filterable',
];
/** What Grafana's panels of lines take for what a dashboard leaves out. */
const GRAPH_DEFAULTS = {
  drawStyle: 'line',
  lineInterpolation: 'linear',
  lineWidth: 1,
  fillOpacity: 0,
  gradientMode: 'none',
  spanNulls: false,
  showPoints: 'auto',
  pointSize: 5,
  barAlignment: 0,
  barWidthFactor: 0.6,
  axisPlacement: 'auto',
  axisColorMode: 'text',
  axisLabel: '',
  scaleDistribution: { type: 'linear' },
  stacking: { mode: 'none', group: 'A' },
  thresholdsStyle: { mode: 'off' },
  hideFrom: { legend: false, tooltip: false, viz: false },
};
const DEFAULT_COLOR = { timeseries: 'palette-classic' };

standardTransformersRegistry.setInit(() =>
  [...new Map(Object.values(standardTransformers).map((one) => [one.id, one])).values()].map(
    (transformation) => ({
      id: transformation.id,
      name: transformation.name,
      transformation,
      imageDark: '',
      imageLight: '',
    }),
  ),
);

/** The frames of a panel after its transformations, with its field configuration and overrides applied to their fields. */
export async function configured(frames, panel, { theme, replaceVariables }) {
  const transformed = await lastValueFrom(
    transformDataFrame(panel.transformations ?? [], frames, { interpolate: replaceVariables }),
  );
  const { defaults = {}, overrides = [] } = panel.fieldConfig;
  const custom =
    panel.type === 'timeseries' ? { ...GRAPH_DEFAULTS, ...defaults.custom } : { ...defaults.custom };
  const color = defaults.color ?? { mode: DEFAULT_COLOR[panel.type] ?? 'thresholds' };
  const applied = applyFieldOverrides({
    data: transformed,
    fieldConfig: { defaults: { ...defaults, color, custom }, overrides },
    fieldConfigRegistry: registryFor(custom, overrides),
    replaceVariables,
    theme,
    timeZone: 'utc',
  });
  cacheFieldDisplayNames(applied);
  return applied;
}

/** Grafana's own registry is not published; what it does on top is to check values that come from its editor. */
function registryFor(custom, overrides) {
  const own = [
    ...Object.keys(custom).map((name) => `custom.${name}`),
    ...overrides.flatMap(({ properties }) => properties.map(({ id }) => id)),
  ].filter((id) => id.startsWith('custom.'));
  return new FieldConfigOptionsRegistry(() =>
    [...STANDARD, ...new Set(own)].map((id) => ({
      id,
      path: id.replace(/^custom\./, ''),
      name: id,
      description: '',
      isCustom: id.startsWith('custom.'),
      process: (value) => value,
      shouldApply: () => true,
    })),
  );
}
