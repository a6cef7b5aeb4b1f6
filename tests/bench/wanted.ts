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
  /** `ask`: what both builds say of another input. */
  applies(difference: Difference<Input>, ask: (input: Input) => Difference<Input>): boolean;
}

/** The first of `wanted` that explains a difference. */
export function wantedFor<Input>(
  wanted: readonly Wanted<Input>[],
  difference: Difference<Input>,
  ask: (input: Input) => Difference<Input>,
): Wanted<Input> | undefined {
  return wanted.find((one) => one.applies(difference, ask));
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

/** Behind an address: variation selectors are of the letter or emoji before them, if that is not ASCII. */
const UNSEEN_BEHIND = /(?:[\s\p{Cc}]|(?![\ufe00-\ufe0f])\p{DI}|(?<=[\0-\x7f\s\p{Cc}\p{DI}])[\ufe00-\ufe0f])+$/u;

/** Without what browsers drop of an address, and what nobody sees around it. */
const withoutUnseen = (url: string): string =>
  url
    .replace(/^[\s\p{Cc}\p{DI}]+/u, '')
    .replace(UNSEEN_BEHIND, '')
    .replace(/[\t\r\n]/g, '');

const errorOf = (answer: unknown): string | undefined => (answer as Refusal).error;

/** Device and signals are no matter of rules. */
function onlyJudgedOtherwise({ was, is }: Difference<Visit>): boolean {
  const [before, now] = [was as Judged, is as Judged];
  return before.device === now.device && before.signals === now.signals;
}

/** The device and nothing else. */
function onlyOtherDevice({ was, is }: Difference<Visit>, before: string, now: readonly string[]): boolean {
  const { device, ...judged } = is as Judged;
  const { device: old, ...judgedBefore } = was as Judged;
  return old === before && now.includes(device) && isDeepStrictEqual(judged, judgedBefore);
}

/** Where a browser of Android names its phone: from the system's name to the engine's. */
const PHONE_NAME = /Android .*\) AppleWebKit.* Safari\//;
/** What core/data/visitor-rules.tsv got on 2026-11-29. */
const NEW_TOKENS =
  /Browser|OPR\/|HbbTV\/|SMART-TV|smarttv_|jig browser|Palmscape|Xiino|iPhone|iPod|diagnostics|measurement|securitypay|Java\/Jbed|Java\/ASVM|Google WAP Proxy|SpeedMode; Proxy|MSIE or Firefox mutant|Catchpoint|Mixnode/i;

/** What explains a difference by what an address is, or how it is told. */
const DESTINATIONS: readonly Wanted<DestinationInput>[] = [
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
];

export const WANTED: { readonly [K in keyof Inputs]: readonly Wanted<Inputs[K]>[] } = {
  segments: [],
  replacements: [],
  destinations: [
    ...DESTINATIONS,
    {
      kind: 'unseen-signs',
      reason:
        'tabs and line ends anywhere, white space, controls and invisible signs around an address are dropped, as browsers and people who paste want it: the answer is the one without them',
      applies: ({ input, is }, ask) => {
        const url = withoutUnseen(input.url);
        if (url === input.url) return false;
        const seen = ask({ ...input, url });
        const isKnown = isDeepStrictEqual(seen.was, seen.is) || wantedFor(DESTINATIONS, seen, ask) !== undefined;
        return isKnown && isDeepStrictEqual(is, seen.is);
      },
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
    {
      kind: 'android-by-another-name',
      reason:
        "Android is told in any case and within words, and by the names of Facebook's apps, which may name no system",
      applies: (difference) => {
        const { userAgent } = difference.input;
        const isNamed = /android|fb4a|com\.facebook\./i.test(userAgent) && !userAgent.includes('Android');
        return isNamed && onlyOtherDevice(difference, 'other', ['android']);
      },
    },
    {
      kind: 'apple-in-any-case',
      reason: "names of Apple's devices are told in any case",
      applies: (difference) => {
        const { userAgent } = difference.input;
        const isNamed = /iphone|(?<![a-z])ip[ao]d/i.test(userAgent) && !/iPhone|iPad|iPod/.test(userAgent);
        return isNamed && onlyOtherDevice(difference, userAgent.includes('Android') ? 'android' : 'other', ['ios']);
      },
    },
    {
      kind: 'word-that-ends-in-ipad',
      reason: 'a word that only ends in iPad is another name, such as that of the tablets called MultiPad',
      applies: (difference) => {
        const { userAgent } = difference.input;
        const isOther = /[a-z]iP[ao]d/i.test(userAgent) && !/iphone|(?<![a-z])ip[ao]d/i.test(userAgent);
        return isOther && onlyOtherDevice(difference, 'ios', [/android/i.test(userAgent) ? 'android' : 'other']);
      },
    },
  ],
};
