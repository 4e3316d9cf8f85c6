// @ts-nocheck because the parts have no types of their own
// The parts of prom-client that the program uses. Its index also loads a pushgateway client, clusters, and
// OpenTelemetry.
exports.Counter = require('../../node_modules/prom-client/lib/counter.js');
exports.Gauge = require('../../node_modules/prom-client/lib/gauge.js');
exports.Histogram = require('../../node_modules/prom-client/lib/histogram.js');
exports.Registry = require('../../node_modules/prom-client/lib/registry.js');
