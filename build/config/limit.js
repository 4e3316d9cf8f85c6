import { foldName } from "../stock/names.js";
const VALUES = ["capacity", "warning", "critical"];
function keyOfSubject(subject) {
  if (subject.kind === "product") return "product";
  if (subject.kind === "choice") return JSON.stringify([foldName(subject.option), foldName(subject.choice)]);
  return JSON.stringify(subject.when.map((pair) => pair.map(foldName)).toSorted());
}
export {
  VALUES,
  keyOfSubject
};
