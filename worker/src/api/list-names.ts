/** Lists that a marketer gives names, such as a newsletter: a domain has each once, and an opt-out may hold for one of them. */
import * as v from 'valibot';
import type { ListNoted } from '../rpc/suppression.ts';
import { workspaceStub } from '../stubs.ts';
import { endpoint } from './endpoint.ts';
import { noDomain } from './hosts.ts';
import { fieldProblem } from './problem.ts';

export const listNameEndpoints = [
  endpoint({
    route: 'GET /api/domains/{host}/lists',
    summary: 'Names of the lists that campaigns were sent to, or opt-outs hold for',
    access: 'campaigns:read',
    answer: v.strictObject({ names: v.array(v.string()) }),
    refusals: { 404: 'It is no link domain' },
    examples: [{ params: { host: 's.brand.dk' } }],
    handle: async ({ env, params: { host } }) => {
      if ((await workspaceStub(env).domain(host)) === null) throw noDomain(host);
      return { names: await workspaceStub(env).lists(host) };
    },
  }),
];

/** From now on the domain has this list; refused, at `pointer`, where that cannot be. */
export async function noteList(env: Env, host: string | null, list: string, pointer: string): Promise<void> {
  if (host === null) {
    throw fieldProblem(
      422,
      pointer,
      'list-of-nobody',
      'A list is one domain’s: name the domain in host, or leave the list out.',
    );
  }
  refuseList(host, await workspaceStub(env).noteList(host, list), pointer);
}

/** Refused as `noteList` would; nothing is noted. */
export async function checkListName(env: Env, host: string, list: string, pointer: string): Promise<void> {
  refuseList(host, await workspaceStub(env).lookUpList(host, list), pointer);
}

function refuseList(host: string, noted: ListNoted, pointer: string): void {
  if (noted.outcome === 'other-spelling') {
    throw fieldProblem(422, pointer, 'other-spelling', `${host} has this list as “${noted.list}”: write it so.`);
  }
  if (noted.outcome === 'full') {
    throw fieldProblem(
      422,
      pointer,
      'too-many-lists',
      'There are as many lists as there may be: use one of them, or none.',
    );
  }
}
