/** How answers may differ from those of 657b0fb. What is in no row here is a fault. */
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
  readonly device: string;
  readonly signals: number;
}

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
      kind: 'rules-of-20261129',
      reason:
        'rows were added for browsers that name no engine, for proxies and Java of phones, and for three machines',
      applies: (difference) => onlyJudgedOtherwise(difference) && NEW_TOKENS.test(difference.input.userAgent),
    },
  ],
};
