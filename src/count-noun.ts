/** Returns a number with its noun, such as `1 row` or `2 rows`. */
export const countNoun = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 ? '' : 's'}`;
