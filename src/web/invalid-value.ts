/** Describes an invalid value of a query parameter, without repeating it. */
export const invalidValue = (name: string, valid: readonly string[]): string =>
  `invalid value of ${name}; valid are ${valid.join(', ')}`;
