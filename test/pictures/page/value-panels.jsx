import { getDisplayValueAlignmentFactors, getFieldDisplayValues, VizOrientation } from '@grafana/data';
import { BarGauge, BigValue, VizRepeater } from '@grafana/ui';

const displayValues = ({ frames, panel, theme, replaceVariables }) =>
  getFieldDisplayValues({
    fieldConfig: panel.fieldConfig,
    reduceOptions: panel.options.reduceOptions ?? { calcs: ['lastNotNull'] },
    replaceVariables,
    theme,
    data: frames,
    sparkline: panel.options.graphMode === 'area',
    timeZone: 'utc',
  });

/** One big number for each series. */
export function StatPanel(props) {
  const { frames, panel, width, height, theme } = props;
  const { options } = panel;
  const getValues = () => displayValues(props);
  return (
    <VizRepeater
      source={frames}
      getValues={getValues}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      renderCounter={0}
      width={width}
      height={height}
      itemSpacing={3}
      autoGrid
      orientation={options.orientation ?? VizOrientation.Auto}
      renderValue={({ value, alignmentFactors, count, width: w, height: h }) => (
        <BigValue
          value={value.display}
          count={count}
          sparkline={value.sparkline}
          colorMode={options.colorMode}
          graphMode={options.graphMode}
          justifyMode={options.justifyMode}
          textMode={options.textMode}
          alignmentFactors={alignmentFactors}
          text={options.text}
          wideLayout={options.wideLayout ?? true}
          width={w}
          height={h}
          theme={theme}
        />
      )}
    />
  );
}

/** A bar for each series. */
export function BarGaugePanel(props) {
  const { frames, panel, width, height, theme } = props;
  const { options } = panel;
  const orientation =
    options.orientation === 'vertical' ? VizOrientation.Vertical : VizOrientation.Horizontal;
  return (
    <VizRepeater
      source={frames}
      getValues={() => displayValues(props)}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      renderCounter={0}
      width={width}
      height={height}
      minVizWidth={options.minVizWidth ?? 8}
      minVizHeight={options.minVizHeight ?? 16}
      maxVizHeight={options.maxVizHeight ?? 300}
      itemSpacing={options.displayMode === 'lcd' ? 2 : 10}
      orientation={orientation}
      renderValue={({ value, alignmentFactors, count, width: w, height: h }) => (
        <BarGauge
          value={value.display}
          field={value.field}
          display={value.view?.getFieldDisplayProcessor(value.colIndex ?? 0)}
          alignmentFactors={count > 1 ? alignmentFactors : undefined}
          width={w}
          height={h}
          orientation={orientation}
          theme={theme}
          text={options.text}
          itemSpacing={10}
          lcdCellWidth={12}
          displayMode={options.displayMode}
          showUnfilled={options.showUnfilled}
          valueDisplayMode={options.valueMode}
          namePlacement={options.namePlacement}
          isOverflow={false}
        />
      )}
    />
  );
}
