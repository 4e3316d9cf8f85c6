// Replaces express's body parsers in the bundle. The program reads bodies itself (see
// src/web/request-body.ts), and the parsers bring tables of a hundred text encodings.
module.exports = {};
