const SEVERITIES = ["warning", "critical"];
function nearestThresholds(farthestFirst) {
  return SEVERITIES.flatMap((severity) => {
    const level = farthestFirst.findLast((place) => place?.[severity] !== void 0)?.[severity];
    return typeof level === "number" ? [[severity, level]] : [];
  });
}
export {
  SEVERITIES,
  nearestThresholds
};
