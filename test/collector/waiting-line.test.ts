import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Waiting, WaitingLine } from '../../src/collector/waiting-line.js';

test('a line stays in the order of arrival, whoever joins or leaves', () => {
  const moves = fc.array(fc.record({ arrival: fc.nat(20), joins: fc.boolean() }), { maxLength: 60 });
  fc.assert(
    fc.property(moves, (planned) => {
      const all = Array.from({ length: 21 }, (_, arrival): Waiting => ({ arrival }));
      const line = new WaitingLine<Waiting>();
      const inside = new Set<number>();
      for (const { arrival, joins } of planned) {
        const one = all[arrival] as Waiting;
        if (!joins) line.leave(one);
        else if (!inside.has(arrival)) line.join(one);
        if (joins) inside.add(arrival);
        else inside.delete(arrival);
        expect(line.length).toBe(inside.size);
        expect(line.first?.arrival).toBe([...inside].sort((a, b) => a - b)[0]);
      }
    }),
  );
});
