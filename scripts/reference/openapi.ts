import { z } from 'zod';
import { apiErrorSchema, apiSchemas, poolsQuery, stockQuery } from '../../src/web/api/api-schema.js';
import { ROUTES, type Route } from '../../src/web/routes.js';

/** Returns a schema for OpenAPI 3.1, which uses JSON Schema. */
function toSchema(schema: z.ZodType): object {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest;
}

const header = (description: string, schema: object = { type: 'string' }) => ({ description, schema });

const HEADERS = {
  ETag: header('Weak. It ignores the time of reading and the encoding, and changes with all other content.'),
  'X-Stock-Read-At': header(
    'Time of the oldest reading in the answer. Absent if the answer uses no reading.',
    {
      type: 'string',
      format: 'date-time',
    },
  ),
  Vary: header('Accept-Encoding, because answers are gzip or plain.'),
};

const json = (schema: object) => ({ 'application/json': { schema } });

const success = (data: z.ZodType) => ({
  description: 'Success.',
  headers: HEADERS,
  content: json({
    type: 'object',
    properties: { status: { const: 'success' }, data: toSchema(data) },
    required: ['status', 'data'],
    additionalProperties: false,
  }),
});

const text = (description: string, headers: object = {}) => ({
  ...{ description, headers },
  content: { 'text/plain': { schema: { type: 'string' } } },
});

const RETRY = { 'Retry-After': header('Seconds to wait.') };

const RESPONSES = {
  NotModified: { description: 'Nothing has changed since the ETag of If-None-Match.', headers: HEADERS },
  BadRequest: {
    description: 'An unknown parameter or an invalid value.',
    content: json(toSchema(apiErrorSchema)),
  },
  Unauthorized: text('--web.config.file has users, and the password is missing or wrong.', {
    'WWW-Authenticate': header('Basic.'),
  }),
  TooManyRequests: text(
    'More requests than rate_limit of --web.config.file, or too many password checks at once.',
    RETRY,
  ),
  Unavailable: text('More requests at once than --web.max-requests.', RETRY),
};

const refer = (name: keyof typeof RESPONSES) => ({ $ref: `#/components/responses/${name}` });

function operation({ path, help }: Route, data: z.ZodType, query?: z.ZodObject) {
  const parameters = Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    ...{ name, in: 'query', description: schema.description, explode: true },
    schema: toSchema(schema),
  }));
  return {
    [path]: {
      get: {
        operationId: path.replace('/api/v1/', '').replaceAll('/', '_'),
        summary: help,
        ...(query && { parameters }),
        responses: {
          200: success(data),
          304: refer('NotModified'),
          ...(query && { 400: refer('BadRequest') }),
          401: refer('Unauthorized'),
          429: refer('TooManyRequests'),
          503: refer('Unavailable'),
        },
      },
    },
  };
}

/** Returns the description of the API as OpenAPI 3.1, from the schemas that its answers are checked by. */
export const renderOpenApi = (): string =>
  `${JSON.stringify(
    {
      openapi: '3.1.0',
      info: {
        title: 'whmcs-stock-exporter',
        version: '1',
        description: 'What is collected, as JSON. Read-only.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      security: [{}, { password: [] }],
      paths: {
        ...operation(ROUTES.apiStock, apiSchemas.stock, stockQuery),
        ...operation(ROUTES.apiPools, apiSchemas.pools, poolsQuery),
        ...operation(ROUTES.apiSites, apiSchemas.sites),
        ...operation(ROUTES.apiConfig, apiSchemas.config),
        ...operation(ROUTES.apiBuild, apiSchemas.buildinfo),
      },
      components: {
        responses: RESPONSES,
        securitySchemes: { password: { type: 'http', scheme: 'basic' } },
      },
    },
    undefined,
    2,
  )}\n`;
