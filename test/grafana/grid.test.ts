import { describe, expect, test } from '@jest/globals';
import { committedDashboards, type Panel } from '../support/dashboard.js';

const WIDTH = 24;
const dashboards = await committedDashboards();

/** Returns the cells with no panel or with several. */
function amiss(panels: readonly Pick<Panel, 'title' | 'gridPos'>[]): readonly string[] {
  const covering = new Map<string, string[]>();
  const height = Math.max(...panels.map(({ gridPos: { y, h } }) => y + h));
  for (let y = 0; y < height; y += 1) for (let x = 0; x < WIDTH; x += 1) covering.set(`${x},${y}`, []);
  for (const { title, gridPos } of panels)
    for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1)
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1)
        covering.set(`${x},${y}`, [...(covering.get(`${x},${y}`) ?? ['outside']), title]);
  return [...covering].filter(([, titles]) => titles.length !== 1).map((place) => place.flat().join(' '));
}

describe.each(dashboards)('$uid', ({ panels: open, closedRows }) => {
  const panels = [...open, ...closedRows];
  test('fills its grid without overlaps or gaps', () => {
    expect(amiss(panels)).toEqual([]);
  });

  test('numbers its panels in order', () => {
    expect(panels.map(({ id }) => id).sort((a, b) => a - b)).toEqual(panels.map((_, index) => index + 1));
  });
});

test('the overview shows all problems on one screen', () => {
  const overview = dashboards.find(({ uid }) => uid === 'whmcs-overview');
  const rowsOnScreen = 25; // 1080 pixels minus the headers of Grafana and the browser, at 38 per row.
  const first = overview?.panels.filter(({ gridPos: { y, h } }) => y + h <= rowsOnScreen);
  expect(first?.map(({ title }) => title)).toEqual(
    expect.arrayContaining(['Sold out', 'Unreadable sites', 'What needs attention', 'By site']),
  );
});

test('overlaps, gaps and panels beyond the edge are detected', () => {
  const [dashboard] = dashboards;
  const [first, ...others] = dashboard?.panels ?? [];
  if (first === undefined) throw new Error('there is no panel');
  const moved = (change: object) => [{ ...first, gridPos: { ...first.gridPos, ...change } }, ...others];
  expect(amiss(moved({ w: first.gridPos.w + 1 })).length).toBe(first.gridPos.h);
  expect(amiss(moved({ h: first.gridPos.h - 1 })).length).toBe(first.gridPos.w);
  expect(amiss(moved({ x: WIDTH })).length).toBeGreaterThan(0);
});
