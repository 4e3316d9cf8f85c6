// @ts-nocheck because the parts have no types of their own
// The parts of undici that the program uses. Its index also loads mocks, caches, web sockets and retries.
const Dispatcher = require('../../node_modules/undici/lib/dispatcher/dispatcher.js');
Object.assign(Dispatcher.prototype, require('../../node_modules/undici/lib/api/index.js')); // as its index does
exports.Client = require('../../node_modules/undici/lib/dispatcher/client.js');
exports.Pool = require('../../node_modules/undici/lib/dispatcher/pool.js');
exports.buildConnector = require('../../node_modules/undici/lib/core/connect.js');
