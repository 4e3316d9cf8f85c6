import { z } from 'zod';
import { apiSchemas, stockQuery } from '../../src/web/api/api-schema.js';
import { ROUTES, type Route } from '../../src/web/routes.js';

const success = (data: z.ZodType) => ({
  description: 'Success.',
  headers: {
    ETag: { description: 'Weak: the same while nothing but times changed.', schema: { type: 'string' } },
    'X-Stock-Read-At': {
      description: 'Time of the oldest reading in the answer. A 304 has it too.',
      schema: { type: 'string', format: 'date-time' },
    },
  },
  content: {
    'application/json': {
      schema: {
        type: 'object',
        properties: { status: { const: 'success' }, data: z.toJSONSchema(data, { io: 'input' }) },
        required: ['status', 'data'],
      },
    },
  },
});

const operation = ({ help }: Route, data: z.ZodType, parameters: readonly object[] = []) => ({
  get: {
    summary: help,
    ...(parameters.length > 0 && { parameters }),
    responses: {
      200: success(data),
      304: { description: 'Nothing has changed since the ETag of If-None-Match.' },
      ...(parameters.length > 0 && { 400: { description: 'An unknown parameter or an invalid value.' } }),
    },
  },
});

const parameters = Object.entries(stockQuery.shape).map(([name, schema]) => ({
  ...{ name, in: 'query', description: schema.description, explode: true },
  schema: z.toJSONSchema(schema, { io: 'input' }),
}));

/** Returns the description of the API as OpenAPI 3.1, from the schemas that its answers are checked by. */
export const renderOpenApi = (): string =>
  `${JSON.stringify(
    {
      openapi: '3.1.0',
      info: {
        title: 'whmcs-stock-exporter',
        version: '1',
        description: 'What is collected, as JSON. Read-only.',
      },
      paths: {
        [ROUTES.apiStock.path]: operation(ROUTES.apiStock, apiSchemas.stock, parameters),
        [ROUTES.apiSites.path]: operation(ROUTES.apiSites, apiSchemas.sites),
        [ROUTES.apiConfig.path]: operation(ROUTES.apiConfig, apiSchemas.config),
        [ROUTES.apiBuild.path]: operation(ROUTES.apiBuild, apiSchemas.buildinfo),
      },
    },
    undefined,
    2,
  )}\n`;
