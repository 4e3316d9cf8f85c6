// Replaces express's body parsers in the bundle. The program reads bodies itself (src/web/request-body.ts), and
// the parsers would bring the tables of a hundred text encodings.
module.exports = {};
