import type { Socket } from 'node:net';
import { ipKeyGenerator } from 'express-rate-limit';

/**
 * Returns the key that limits a client: its IPv4 address, or the network of its IPv6 address, because one
 * machine has as many IPv6 addresses as it likes. Headers such as `X-Forwarded-For` are ignored: a client can
 * write anything there.
 */
export const clientAddress = ({ remoteAddress }: Socket): string => ipKeyGenerator(remoteAddress ?? '');
