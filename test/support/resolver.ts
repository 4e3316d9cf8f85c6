import { lookup } from 'node:dns/promises';
import { createResolver, type Resolver } from '../../src/whmcs/resolver.js';

/** A resolver that looks names up in this process. */
export const resolverHere = (): Resolver =>
  createResolver({ lookUp: (name) => lookup(name, { all: true }), close() {} });
