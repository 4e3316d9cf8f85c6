import { oneLine } from "../whmcs/outside-text.js";
const MOST_NAMES = 5;
function issuerOf({ issuer }) {
  const names = [issuer?.O, issuer?.CN].flat().filter((name) => typeof name === "string");
  return names.map(oneLine).join(", ") || "an unnamed issuer";
}
function describeCertificate(certificate) {
  const { subject, subjectaltname, valid_from, valid_to } = certificate;
  if (subject === void 0) return "";
  const names = namesOf(subjectaltname) ?? [oneLine(String(subject.CN ?? "no name"))];
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
  const listed = names.slice(0, MOST_NAMES).join(", ");
  const validity = `valid from ${oneLine(valid_from)} until ${oneLine(valid_to)}`;
  return `the certificate is for ${listed}${more}, issued by ${issuerOf(certificate)}, ${validity}`;
}
const namesOf = (alternatives) => alternatives?.split(", ").map((entry) => oneLine(entry.replace(/^[^:]*:/, "")));
export {
  describeCertificate,
  issuerOf
};
