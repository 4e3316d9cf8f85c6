function describeOddSecret(secret) {
  if (isQuoted(secret))
    return "is in quotes, which are sent as a part of it; docker's --env-file keeps quotes, so remove them";
  if (/[\r\n]/.test(secret.trim())) return "has several lines, which are sent as a part of it";
  if (secret !== secret.trim()) return "begins or ends with white space, which is sent as a part of it";
  return void 0;
}
const isQuoted = (text) => /^(["'])[\s\S]*\1$/.test(text);
export {
  describeOddSecret,
  isQuoted
};
