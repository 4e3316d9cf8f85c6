import * as z from 'zod';
import { reaching } from './reaching-schema.js';
import { duration, flag, text } from './values.js';

/** Headers that the exporter sets itself, or that belong to the connection. */
const OWN_HEADERS =
  /^(connection|content-length|content-type|expect|host|keep-alive|te|trailer|transfer-encoding|upgrade|user-agent)$/i;

const headers = z
  .record(
    z.string(),
    z
      .string({ error: 'expected a text' })
      .regex(/^[\t\x20-\x7e]*$/, { error: 'expected a text of ASCII characters' }),
    {
      error: 'expected values by header',
    },
  )
  .superRefine((set, context) => {
    for (const name of Object.keys(set)) {
      const message = OWN_HEADERS.test(name)
        ? 'the exporter sets this header itself'
        : /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name)
          ? undefined
          : 'expected the name of a header';
      if (message !== undefined) context.addIssue({ code: 'custom', path: [name], message });
    }
  });

const basicAuth = z.strictObject(
  {
    username: text('a user').optional().describe('The user.'),
    username_file: text('a path').optional().describe('File that holds the user.'),
    password: text('a password').optional().describe('The password.'),
    password_file: text('a path').optional().describe('File that holds the password.'),
  },
  { error: 'expected username and password' },
);

/** The Prometheus that capacities are queried from. */
export const prometheus = z.strictObject(
  {
    url: text('an address such as http://prometheus:9090').describe(
      'Root of Prometheus, Mimir, Thanos or VictoriaMetrics, before /api/v1/query.',
    ),
    timeout: duration(100, 10 * 60_000, '5s')
      .optional()
      .describe('Deadline of one query. Default 5s.'),
    basic_auth: basicAuth.optional().describe('User and password to send.'),
    bearer_token: text('a token').optional().describe('Bearer token to send.'),
    bearer_token_file: text('a path').optional().describe('File that holds the bearer token.'),
    headers: headers.optional().describe('More headers to send, such as X-Scope-OrgID.'),
    ...reaching('Prometheus'),
    allow_insecure_http: flag
      .optional()
      .describe('Accept an http:// url that is not this machine. Credentials then travel in clear.'),
  },
  { error: 'expected url' },
);

export type ParsedPrometheus = z.output<typeof prometheus>;
