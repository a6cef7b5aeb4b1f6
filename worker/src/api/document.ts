/** The description of the API, which is a file of the app, made when klikspor is built (`openapi.ts`). */
import { endpoint } from './endpoint.ts';

export const documentEndpoints = [
  endpoint({
    route: 'GET /api/openapi.json',
    summary: 'This document',
    access: 'anybody',
    media: 'application/json',
    examples: [{}],
    handle: async ({ context, env }) =>
      new Response((await env.ASSETS.fetch(context.req.raw)).body, { headers: { 'content-type': 'application/json' } }),
  }),
];
