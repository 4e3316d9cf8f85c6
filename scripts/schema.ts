// Writes config.schema.json from the configuration's schema.
import { writeFileSync } from 'node:fs';
import { configJsonSchema } from '../src/config/json-schema.js';

writeFileSync('config.schema.json', `${JSON.stringify(configJsonSchema(), undefined, 2)}\n`);
