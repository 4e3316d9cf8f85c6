export type Expansion = {
  readonly text: string;
  /** Names of variables that are not set and have no default. */
  readonly missing: readonly string[];
  /** `${` without its end, or a name that is none. */
  readonly malformed: boolean;
};

const REFERENCE = /\$\$|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}|\$\{/g;

/**
 * Replaces `${VAR}` by the variable's value and `${VAR:-default}` by the default where it is unset or empty, as a shell
 * does. `$$` is a plain `$`. What a variable holds is not looked at again.
 */
export function expand(text: string, env: Readonly<Record<string, string | undefined>>): Expansion {
  const missing: string[] = [];
  let malformed = false;
  const expanded = text.replace(
    REFERENCE,
    (match, name: string | undefined, fallback: string | undefined) => {
      if (match === '$$') return '$';
      if (name === undefined) {
        malformed = true;
        return match;
      }
      const value = env[name];
      if (fallback !== undefined) return value === undefined || value === '' ? fallback : value;
      if (value === undefined || value === '') missing.push(name);
      return value ?? '';
    },
  );
  return { text: expanded, missing, malformed };
}

/** Whether there is anything in the text to expand. */
export const isTemplate = (text: string): boolean => text.includes('$');
