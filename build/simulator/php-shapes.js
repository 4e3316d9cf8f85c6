const numeral = (value, { quirks }) => quirks.numbersAsText ? String(value) : value;
function shapeList(list, { quirks }) {
  if (list.length === 0) return { list: [], object: {}, text: "", null: null }[quirks.emptyLists];
  if (quirks.lists === "keyed") return { ...list };
  return quirks.lists === "bare" && list.length === 1 ? list[0] : list;
}
function holdList(name, list, settings) {
  if (list.length === 0 && settings.quirks.emptyHoldersAsText) return "";
  return { [name]: shapeList(list, settings) };
}
export {
  holdList,
  numeral,
  shapeList
};
