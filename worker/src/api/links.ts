/** From links as they are given to links as the edge follows them: every address finished by the core, once. */
import type { Addresses } from '../addresses.ts';
import type { LinkRecord } from '../records.ts';
import type { CampaignEdit, CampaignLink, NewLink } from './campaign.ts';
import { finishedDestination } from './destinations.ts';
import { ApiProblem, type FieldError } from './problem.ts';
import { refusalText } from './refusals.ts';

type Parameters = [name: string, value: string][];
type LinkEdit = NonNullable<CampaignEdit['links']>[number];

const PHONES = ['ios', 'android'] as const;

/** Collects every refusal of a list of links, each at its place in the body. */
export class LinkFinisher {
  readonly #addresses: Addresses;
  readonly #linkHosts: ReadonlySet<string>;
  readonly #errors: FieldError[] = [];

  /** `linkHosts`: the link domains of the workspace, no destinations. */
  constructor(addresses: Addresses, linkHosts: ReadonlySet<string>) {
    this.#addresses = addresses;
    this.#linkHosts = linkHosts;
  }

  newLink(link: NewLink, at: string): LinkRecord {
    if (link.kind === 'opt-out') return { kind: 'opt-out', url: null, tracked: true };
    const devices = this.#devices(link.devices, link.parameters, at);
    return {
      kind: 'destination',
      url: this.#finished(link.url, link.parameters, `${at}/url`),
      tracked: link.tracked ?? true,
      ...(devices && { devices }),
      ...(link.forwardQuery && { forwardQuery: true }),
    };
  }

  /** `number`: how many links the campaign has. Undefined: refused. */
  edited(link: LinkRecord | undefined, change: LinkEdit, at: string, number: number): LinkRecord | undefined {
    const refuse = (field: string, code: string, detail: string) => {
      this.#errors.push({ pointer: `${at}/${field}`, code, detail });
      return undefined;
    };
    if (link === undefined)
      return refuse('link', 'no-such-link', `The campaign has links 0 to ${number - 1}: their number is frozen.`);
    const { url, parameters, devices, forwardQuery } = change;
    if (link.kind === 'opt-out') {
      if (url !== undefined) return refuse('url', 'opt-out-link', 'The opt-out link has no destination.');
      if (devices !== undefined) return refuse('devices', 'opt-out-link', 'The opt-out link has no destination.');
      return link;
    }
    if (url === undefined && !devices && parameters !== undefined)
      return refuse('parameters', 'url-missing', 'Parameters are added to a url: send both.');
    const { devices: before, forwardQuery: forwarded, ...kept } = link;
    const after = devices === undefined ? before : this.#devices(devices, parameters, at);
    return {
      ...kept,
      url: url === undefined ? link.url : this.#finished(url, parameters, `${at}/url`),
      ...(after && { devices: after }),
      ...((forwardQuery ?? forwarded) && { forwardQuery: true }),
    };
  }

  throwIfAny(): void {
    const [first] = this.#errors;
    if (first !== undefined) throw new ApiProblem(422, first.detail, this.#errors);
  }

  #devices(
    given: { ios?: string | undefined; android?: string | undefined } | null | undefined,
    parameters: Parameters | undefined,
    at: string,
  ): LinkRecord['devices'] {
    const devices: { ios?: string; android?: string } = {};
    for (const phone of PHONES) {
      const url = given?.[phone];
      const finished = url === undefined ? null : this.#finished(url, parameters, `${at}/devices/${phone}`);
      if (finished !== null) devices[phone] = finished;
    }
    return Object.keys(devices).length > 0 ? devices : undefined;
  }

  #finished(url: string, parameters: Parameters | undefined, pointer: string): string | null {
    const outcome = finishedDestination(this.#addresses, url, parameters, this.#linkHosts);
    if (outcome.ok) return outcome.url;
    const isParameter = outcome.error === 'parameter-name';
    const where = isParameter ? pointer.replace(/\/(url|devices\/\w+)$/, '/parameters') : pointer;
    // The parameters of a link are refused once, however many addresses they go to.
    const isTold = this.#errors.some((error) => error.pointer === where && error.code === outcome.error);
    if (!isTold) this.#errors.push({ pointer: where, code: outcome.error, detail: refusalText(outcome) });
    return null;
  }
}

export function shownLink({ kind, url, tracked, devices, forwardQuery }: LinkRecord, label: string): CampaignLink {
  return { kind, url, tracked, label, ...(devices && { devices }), ...(forwardQuery && { forwardQuery }) };
}
