/**
 * Describes why a secret is probably a mistake, for a warning. It is used as it is.
 *
 * @returns the rest of a sentence that begins with the secret's place.
 */
export function describeOddSecret(secret: string): string | undefined {
  if (isQuoted(secret))
    return "is in quotes, which are sent as a part of it; docker's --env-file keeps quotes, so remove them";
  if (/^\$[A-Z_][A-Z0-9_]*$/.test(secret))
    return 'has the form $NAME, which is sent as it is; write ${NAME} for the value of a variable';
  if (/[\r\n]/.test(secret.trim())) return 'has several lines, which are sent as a part of it';
  if (secret !== secret.trim()) return 'begins or ends with white space, which is sent as a part of it';
  if (/[\p{Cc}\p{Default_Ignorable_Code_Point}]/u.test(secret))
    return 'has control or invisible characters, which are sent as a part of it';
  return undefined;
}

/** Returns whether a text is in quotes, straight or as word processors make them. */
export const isQuoted = (text: string): boolean =>
  /^(?:(["'`])[\s\S]*\1|[“”„][\s\S]*[“”]|[‘’‚][\s\S]*[‘’]|«[\s\S]*»)$/.test(text);
