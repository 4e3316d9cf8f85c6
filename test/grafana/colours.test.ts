import { describe, expect, test } from '@jest/globals';
import { COLOUR } from '../../grafana/src/colours.js';
import { STATE } from '../../grafana/src/states.js';

/** Grafana's colors by name, in its dark and its light theme. */
const GRAFANA: Readonly<Record<string, readonly [dark: string, light: string]>> = {
  'dark-blue': ['1F60C4', '1250B0'],
  'dark-red': ['C4162A', 'AD0317'],
  red: ['F2495C', 'E02F44'],
  'dark-orange': ['FA6400', 'E55400'],
  'light-orange': ['FFB357', 'FF9830'],
  'light-yellow': ['FFEE52', 'FADE2A'],
  yellow: ['FADE2A', 'F2CC0C'],
  'super-light-purple': ['DEB6F2', 'CA95E5'],
};

type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

/** How people without one kind of cone see linear RGB (Machado, Oliveira and Fernandes, 2009). */
const SIGHTS: Readonly<Record<string, Matrix>> = {
  'without green cones': [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  'without red cones': [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
};

const apply = (matrix: Matrix, [x, y, z]: Triple): Triple =>
  matrix.map(([a, b, c]) => a * x + b * y + c * z) as unknown as Triple; // map keeps the length

const toLinear = (hex: string): Triple => {
  const [red = 0, green = 0, blue = 0] = (hex.match(/../g) ?? []).map((part) => {
    const share = Number.parseInt(part, 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return [red, green, blue];
};

/** Returns CIELAB of linear RGB, in which distance is what people see. */
function toLab(linear: Triple): Triple {
  const [x, y, z] = apply(
    [
      [0.4339, 0.3762, 0.1899],
      [0.2126, 0.7152, 0.0722],
      [0.0177, 0.1095, 0.8728],
    ],
    linear,
  ).map((value) => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116));
  return [116 * (y ?? 0) - 16, 500 * ((x ?? 0) - (y ?? 0)), 200 * ((y ?? 0) - (z ?? 0))];
}

const seenBy = (matrix: Matrix, hex: string): Triple => toLab(apply(matrix, toLinear(hex)));

function distance(matrix: Matrix, one: string, other: string): number {
  const [a, b] = [seenBy(matrix, one), seenBy(matrix, other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** Neighbors at more than ten times the distance that people just notice. */
const CLEAR = 25;

/** The least distance of states next to each other in urgency. Their words tell them apart as well. */
const NEXT = 14;

/** The states that need a person, the worst first, and the others. */
const URGENT = [STATE.oversold, STATE.soldOut, STATE.critical, STATE.low, STATE.runningOut];
const OTHERS = [STATE.unknown, STATE.inStock];

describe.each(Object.entries(SIGHTS))('people %s', (_, matrix) => {
  test.each([
    ['in stock', 'sold out', COLOUR.good, COLOUR.bad],
    ['in stock', 'partly', COLOUR.good, COLOUR.partly],
    ['sold out', 'partly', COLOUR.bad, COLOUR.partly],
    ['known', 'unknown', COLOUR.good, COLOUR.unknown],
    ['unknown', 'partly', COLOUR.unknown, COLOUR.partly],
  ])('distinguish %s from %s on a timeline, in both themes', (_one, _other, one, other) => {
    for (const theme of [0, 1] as const)
      expect(distance(matrix, GRAFANA[one]?.[theme] ?? '', GRAFANA[other]?.[theme] ?? '')).toBeGreaterThan(
        CLEAR,
      );
  });

  test.each(['dark', 'light'])('see urgency as darkness in the %s theme, and states apart', (name) => {
    const hexOf = ({ colour }: { readonly colour: string }) =>
      GRAFANA[colour]?.[name === 'dark' ? 0 : 1] ?? '';
    const lightness = URGENT.map((state) => seenBy(matrix, hexOf(state))[0]);
    expect(lightness).toEqual(lightness.toSorted((one, other) => one - other));
    const apart = (one: (typeof URGENT)[number], other: (typeof URGENT | typeof OTHERS)[number]) =>
      distance(matrix, hexOf(one), hexOf(other));
    for (const [index, state] of URGENT.entries()) {
      for (const other of URGENT.slice(index + 1, index + 2))
        expect(apart(state, other)).toBeGreaterThan(NEXT);
      for (const other of [...URGENT.slice(index + 2), ...OTHERS])
        expect(apart(state, other)).toBeGreaterThan(CLEAR);
    }
  });

  test('do not distinguish green from orange as well, so green is not used', () => {
    const green = distance(matrix, '73BF69', 'FF9830');
    expect(green).toBeLessThan(distance(matrix, GRAFANA['dark-blue']?.[0] ?? '', 'FF9830'));
  });
});
