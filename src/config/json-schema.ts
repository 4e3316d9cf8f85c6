import * as z from 'zod';
import { configSchema } from './schema.js';

/** The configuration's JSON Schema, for editors that complete and check YAML by one. */
export function configJsonSchema(): object {
  return {
    title: 'Configuration of whmcs-stock-exporter',
    ...z.toJSONSchema(configSchema, { io: 'input', target: 'draft-7', override: acceptVariables }),
  };
}

const VARIABLE = '\\$\\{';

/** Accepts `${VAR}` where only some texts are valid. Keys have no variables. */
function acceptVariables({ jsonSchema, path }: Overridden): void {
  if (path.at(-1) === 'propertyNames') return;
  const { enum: names, const: name, pattern } = jsonSchema;
  // A schema inside another, such as an optional one, is visited for each of the two.
  if (pattern?.includes(VARIABLE) === false) jsonSchema.pattern = `(${pattern})|${VARIABLE}`;
  if (names === undefined && typeof name !== 'string') return;
  delete jsonSchema.enum;
  delete jsonSchema.const;
  jsonSchema.anyOf = [names ? { enum: names } : { const: name ?? null }, { pattern: VARIABLE }];
}

type Overridden = { readonly jsonSchema: z.core.JSONSchema.BaseSchema; readonly path: readonly unknown[] };
