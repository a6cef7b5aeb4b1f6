/** Whether a link domain leads here, and if not, what is to be done: step by step, for whoever sends and whoever runs DNS. */
import * as v from 'valibot';
import { heardOf } from '../domain-asking.ts';
import { CODES, type Code, checkedDomain, REPAIRS, STANDINGS, STEPS } from '../domain-check.ts';
import { workspaceStub } from '../stubs.ts';
import { endpoint } from './endpoint.ts';
import { count, moment } from './fields.ts';
import { noDomain, proofUrlOf } from './hosts.ts';

const codes: readonly Code[] = STEPS.flatMap((step): readonly Code[] => CODES[step]);

const finding = v.strictObject({
  step: v.picklist(STEPS),
  /** docs/deploy.md has them in words. */
  code: v.picklist(codes),
  /** `wait`: not there yet. `open`: cannot be told from here. `note`: no fault. */
  is: v.picklist(STANDINGS),
  /** Of what: addresses, names, a status. */
  values: v.exactOptional(v.array(v.string())),
  /** Whose it is, where that is known. */
  provider: v.exactOptional(v.string()),
  /** Seconds for which resolvers may go on saying what they say now. */
  ttlS: v.exactOptional(count),
});

const wantedRecord = v.strictObject({
  do: v.picklist(['set', 'remove']),
  type: v.picklist(['A', 'AAAA', 'CNAME', 'CAA']),
  name: v.string(),
  /** Within the zone; @ for the zone's own name. */
  label: v.string(),
  value: v.string(),
});

const domainCheck = v.strictObject({
  host: v.string(),
  checkedAtMs: moment,
  /** Null: a worker cannot always ask its own hosts; what a visitor's browser hears decides (`POST …/proof`). */
  leadsHere: v.nullable(v.boolean()),
  /** The zone whose DNS has the host, and its name servers; null: not known. */
  zone: v.nullable(v.string()),
  nameServers: v.array(v.string()),
  findings: v.array(finding),
  repair: v.strictObject({ how: v.picklist(REPAIRS), records: v.array(wantedRecord) }),
});
export type DomainCheck = v.InferOutput<typeof domainCheck>;

export const domainCheckEndpoints = [
  endpoint({
    route: 'GET /api/domains/{host}/check',
    summary: 'Ask DNS and the host itself whether it leads here, and say what to mend',
    access: 'campaigns:read',
    answer: domainCheck,
    refusals: { 404: 'It is no link domain' },
    examples: [{ params: { host: 's.brand.dk' } }],
    handle: async ({ context, env, params: { host } }) => {
      if ((await workspaceStub(env).domain(host)) === null) throw noDomain(host);
      const checked = checkedDomain(await heardOf(env, host, proofUrlOf(context.req.url, host)));
      const { leadsHere, zone, nameServers, findings, repair } = checked;
      return {
        ...{ host, checkedAtMs: Date.now(), leadsHere, zone, nameServers: [...nameServers], findings: [...findings] },
        repair: { how: repair.how, records: [...repair.records] },
      };
    },
  }),
];
