/** How answers may differ from those of 657b0fb. What is in no row here is a fault. */
import { isDeepStrictEqual } from 'node:util';
import type { Visit } from 'klikspor/edge';
import type { DestinationInput, TextInput } from './inputs.ts';

export interface Difference<Input> {
  readonly input: Input;
  /** What `Answers` says, by the old build and by this one. */
  readonly was: unknown;
  readonly is: unknown;
}

export interface Wanted<Input> {
  readonly kind: string;
  readonly reason: string;
  applies(difference: Difference<Input>): boolean;
}

export interface Inputs {
  readonly segments: TextInput;
  readonly replacements: TextInput;
  readonly destinations: DestinationInput;
  readonly visitors: Visit;
}

interface Refusal {
  readonly error?: string;
}
interface Judged {
  readonly class: string;
  readonly reason: string;
  readonly device: string;
  readonly signals: number;
}

const urlOf = (answer: unknown): string | undefined => (answer as { readonly url?: string }).url;

const withoutOwnPort = (url: string | undefined): string | undefined =>
  url?.replace(/^(https:\/\/[^/]*):443\//, '$1/').replace(/^(http:\/\/[^/]*):80\//, '$1/');

const errorOf = (answer: unknown): string | undefined => (answer as Refusal).error;

/** Device and signals are no matter of rules. */
function onlyJudgedOtherwise({ was, is }: Difference<Visit>): boolean {
  const [before, now] = [was as Judged, is as Judged];
  return before.device === now.device && before.signals === now.signals;
}

/** Where a browser of Android names its phone: from the system's name to the engine's. */
const PHONE_NAME = /Android .*\) AppleWebKit.* Safari\//;
/** What core/data/visitor-rules.tsv got on 2026-11-29. */
const NEW_TOKENS =
  /Browser|OPR\/|HbbTV\/|SMART-TV|smarttv_|jig browser|Palmscape|Xiino|iPhone|iPod|diagnostics|measurement|securitypay|Java\/Jbed|Java\/ASVM|Google WAP Proxy|SpeedMode; Proxy|MSIE or Firefox mutant|Catchpoint|Mixnode/i;

export const WANTED: { readonly [K in keyof Inputs]: readonly Wanted<Inputs[K]>[] } = {
  segments: [],
  replacements: [],
  destinations: [
    {
      kind: 'host-unreachable',
      reason:
        'hosts that no phone can open (localhost, private addresses, .local) are refused, whatever stands behind them',
      applies: ({ is }) => errorOf(is) === 'host-unreachable',
    },
    {
      kind: 'suggested-host',
      reason: 'refused as before, with a spelling of the host that is taken',
      applies: ({ was, is }) => {
        const { suggestedHost, ...refused } = is as { readonly suggestedHost?: string };
        return suggestedHost !== undefined && isDeepStrictEqual(refused, was);
      },
    },
    {
      kind: 'own-port',
      reason: "the scheme's own port is left out, as browsers do",
      applies: ({ was, is }) => urlOf(is) !== undefined && withoutOwnPort(urlOf(was)) === urlOf(is),
    },
    {
      kind: 'white-space-around',
      reason: 'what JavaScript trims is white space here too: tabs, line ends and spaces that do not break',
      applies: ({ input }) => /^[\s\u0085]|[\s\u0085]$/.test(input.url) && !/^ *\S(?:.*\S)? *$/s.test(input.url),
    },
    {
      kind: 'dot-behind-host',
      reason: 'a host may end with a dot, which says that the name is whole',
      applies: ({ input, was }) => errorOf(was) === 'host-syntax' && /[^.]\.(?:[:/?#]|$)/.test(input.url.trimEnd()),
    },
    {
      kind: 'zeros-before-port',
      reason: 'zeros before a port are left out however many they are, as browsers do',
      applies: ({ input, was }) => errorOf(was) === 'port' && /:0+[1-9]\d{0,4}(?:\D|$)/.test(input.url),
    },
    {
      kind: 'punycode-with-letters',
      reason: 'a label that begins with xn-- is ASCII: browsers open no other',
      applies: ({ input, is }) => errorOf(is) === 'host-punycode' && /xn--[^./:]*[^\0-\x7f]/i.test(input.url),
    },
    {
      kind: 'another-refusal',
      reason:
        'refused then and now: Boost.URL reads the port before the host is finished, so of two faults another is named',
      applies: ({ was, is }) => errorOf(was) !== undefined && errorOf(is) === 'port',
    },
  ],
  visitors: [
    {
      kind: 'phone-name',
      reason: "a phone's name makes no machine of its owner: makers call phones M bot 54, RUBY and Expanse",
      applies: (difference) =>
        onlyJudgedOtherwise(difference) &&
        PHONE_NAME.test(difference.input.userAgent) &&
        (difference.was as Judged).class !== 'human',
    },
    {
      kind: 'another-reason',
      reason: 'the same machine by another of its names: of equal rules of the crawler list another stands first',
      applies: (difference) => {
        const [was, is] = [difference.was as Judged, difference.is as Judged];
        const isListed = was.reason.startsWith('agent-') && is.reason.startsWith('agent-');
        return onlyJudgedOtherwise(difference) && isListed && was.class === is.class && was.class !== 'human';
      },
    },
    {
      kind: 'rules-of-20261129',
      reason:
        'rows were added for browsers that name no engine, for proxies and Java of phones, and for three machines',
      applies: (difference) => onlyJudgedOtherwise(difference) && NEW_TOKENS.test(difference.input.userAgent),
    },
  ],
};
