import type { Choice, Option, OptionKind } from '../../stock/options.js';
import { UNLIMITED } from '../../stock/stock.js';

/** An option as JSON. */
export type OptionCode = readonly [
  id: number,
  name: string,
  kind: OptionKind,
  choices: readonly ChoiceCode[],
  aliases?: readonly string[],
];

/** A choice as JSON. What most choices have in common is left out. */
type ChoiceCode = readonly [id: number, name: string, rest?: ChoiceRest];
type ChoiceRest = Omit<Choice, 'id' | 'name' | 'capacity'> & Partial<Pick<Choice, 'capacity'>>;

export const encodeOption = ({ id, name, kind, choices, aliases }: Option): OptionCode =>
  aliases.length > 0
    ? [id, name, kind, choices.map(encodeChoice), aliases]
    : [id, name, kind, choices.map(encodeChoice)];

function encodeChoice({ id, name, aliases, hidden, namedStock, capacity }: Choice): ChoiceCode {
  const isPlain =
    !hidden && namedStock.kind === 'unlimited' && capacity === undefined && aliases.length === 0;
  return isPlain ? [id, name] : [id, name, { aliases, hidden, namedStock, capacity }];
}

export function decodeOption(code: OptionCode): Option {
  const { 0: id, 1: name, 2: kind, 3: choices, 4: aliases = [] } = code;
  return { id, name, kind, aliases, choices: choices.map(decodeChoice) };
}

function decodeChoice(code: ChoiceCode): Choice {
  const { 0: id, 1: name, 2: rest = PLAIN } = code;
  const { aliases, hidden, namedStock, capacity } = rest;
  return { id, name, aliases, hidden, namedStock, capacity };
}

const PLAIN: ChoiceRest = { aliases: [], hidden: false, namedStock: UNLIMITED };
