import * as z from 'zod';
import { configSchema } from './schema.js';

/** The configuration's JSON Schema, for editors that complete and check YAML by one. */
export function configJsonSchema(): object {
  return {
    title: 'Configuration of whmcs-stock-exporter',
    ...z.toJSONSchema(configSchema, { io: 'input', target: 'draft-7' }),
  };
}
