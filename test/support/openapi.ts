import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { renderOpenApi } from '../../scripts/reference/openapi.js';
import type { RawAnswer } from './raw-http.js';

type Response = {
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
};
type Operation = { readonly responses: Readonly<Record<string, Response>> };

/** Checks answers against the description of the API. */
export type OpenApi = {
  /** Where the description itself violates the schema of OpenAPI. */
  readonly errors: unknown;
  /** Returns how an answer to a GET differs from its description; empty if it does not. */
  problemsOf(path: string, answer: RawAnswer): readonly string[];
};

/** Validates the description of the API with the official schema, and resolves its references. */
export async function openApi(): Promise<OpenApi> {
  const validator = new Validator();
  const { errors } = await validator.validate(renderOpenApi());
  const { paths } = validator.resolveRefs() as { paths: Record<string, { get: Operation }> };
  const ajv = new Ajv2020({ strict: true, validateFormats: false });

  return {
    errors,
    problemsOf(path, { status, headers, body }) {
      const described = paths[path]?.get.responses[status];
      if (!described) return [`${path} describes no status ${status}`];
      const missing = Object.keys(described.headers ?? {})
        .filter((name) => name !== 'X-Stock-Read-At' && !(name.toLowerCase() in headers))
        .map((name) => `no header ${name}`);
      if (!described.content) return body.length > 0 ? [...missing, 'a body'] : missing;
      const [type = ''] = String(headers['content-type']).split(';');
      const content = described.content[type];
      if (!content) return [...missing, `content type ${type}`];
      const value: unknown = type.endsWith('json') ? JSON.parse(body.toString()) : body.toString();
      const validate = ajv.compile(content.schema);
      return validate(value) ? missing : [...missing, ajv.errorsText(validate.errors)];
    },
  };
}
