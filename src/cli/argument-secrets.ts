/**
 * Returns the users and passwords of addresses among arguments. Errors quote arguments, and an address may be
 * there by mistake.
 */
export const argumentSecrets = (argv: readonly string[]): readonly string[] => argv.flatMap(userinfoOf);

/** Finds it also in what is no URL, such as one whose password has a slash. */
function userinfoOf(argument: string): readonly string[] {
  const text = argument.replace(/^--[^=]*=/, '');
  const [start, end] = [text.indexOf('://') + 3, text.lastIndexOf('@')];
  if (start < 3 || end <= start) return [];
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url && url.username + url.password === '' ? [] : [text.slice(start, end)];
}
