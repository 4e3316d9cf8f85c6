import { PanelContextProvider, TimeSeries } from '@grafana/ui';
import { useLayoutEffect } from 'react';

/** Lines or bars over time, with marks where alerts fired. */
export function TimeSeriesPanel({ frames, panel, width, height, timeRange, marks, context }) {
  return (
    <PanelContextProvider value={context}>
      <TimeSeries
        frames={frames}
        structureRev={1}
        timeRange={timeRange}
        timeZone="utc"
        width={width}
        height={height}
        legend={{
          displayMode: 'list',
          placement: 'bottom',
          calcs: [],
          showLegend: true,
          ...panel.options.legend,
        }}
        options={panel.options}
      >
        {(config) => <Marks config={config} marks={marks} />}
      </TimeSeries>
    </PanelContextProvider>
  );
}

/** Annotations as Grafana draws them: a dashed line where one begins; below the axis a bar for as long as it lasts, or a triangle. */
function Marks({ config, marks }) {
  useLayoutEffect(() => {
    config.addHook('draw', (plot) => {
      const { ctx, bbox } = plot;
      const bottom = bbox.top + bbox.height;
      ctx.save();
      ctx.setLineDash([5, 5]);
      for (const { from, to, color } of marks) {
        const left = Math.max(bbox.left, plot.valToPos(from, 'x', true));
        const right = Math.min(bbox.left + bbox.width, plot.valToPos(to, 'x', true));
        if (right < bbox.left || left > bbox.left + bbox.width) continue;
        ctx.strokeStyle = color;
        ctx.stroke(new Path2D(`M ${left} ${bbox.top} L ${left} ${bottom}`));
        ctx.fillStyle = color;
        if (from === to) ctx.fill(new Path2D(`M ${left} ${bottom} l 5 6 l -10 0 z`));
        else ctx.fillRect(left, bottom, right - left, 5);
        ctx.fillStyle = `${color}1a`;
        ctx.fillRect(left, bbox.top, right - left, bbox.height);
      }
      ctx.restore();
    });
  }, [config, marks]);
  return null;
}
