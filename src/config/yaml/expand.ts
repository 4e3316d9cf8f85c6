import { nameVariable } from '../found.js';
import type { Variables } from '../variables.js';

export type Expansion = {
  readonly text: string;
  /**
   * What is wrong, in words: an unset variable without a default, an unreadable file, a `${` that begins no
   * variable.
   */
  readonly problems: readonly string[];
};

const REFERENCE = /\$\$|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}|\$\{/g;

/**
 * Replaces `${VAR}` by the variable's value, and `${VAR:-default}` by the default if the variable is unset or
 * empty, as a shell does. `$$` is a plain `$`. Values of variables are not expanded again.
 */
export function expand(text: string, variables: Variables): Expansion {
  const problems: string[] = [];
  const expanded = text.replace(
    REFERENCE,
    (match, name: string | undefined, fallback: string | undefined) => {
      if (match === '$$') return '$';
      if (name === undefined) {
        problems.push('a ${ that begins no variable; write ${NAME}, or $${ for the characters themselves');
        return match;
      }
      const { value, problem } = variables(name);
      if (problem !== undefined) problems.push(problem);
      else if (value === undefined && fallback === undefined)
        problems.push(
          `the variable ${nameVariable(name)} is not set or is empty, in the environment or in .env`,
        );
      return value ?? fallback ?? '';
    },
  );
  return { text: expanded, problems };
}

/** Returns whether a text has anything to expand. */
export const isTemplate = (text: string): boolean => text.includes('$');
