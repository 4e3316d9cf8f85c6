import { TableNG } from '@grafana/ui/unstable';

/** Rows and columns: the first frame, as Grafana's panel shows it. */
export const TablePanel = ({ frames, panel, width, height, timeRange }) => (
  <TableNG
    data={frames[0]}
    width={width}
    height={height}
    noHeader={panel.options.showHeader === false}
    initialSortBy={panel.options.sortBy}
    cellHeight={panel.options.cellHeight}
    fieldConfig={panel.fieldConfig}
    structureRev={1}
    timeRange={timeRange}
    resizable
  />
);
