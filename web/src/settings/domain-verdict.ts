/**
 * What worker and browser found together. A worker is not always let through to its own hosts, and DNS comes through at
 * different times in different places: what a visitor's browser hears is what counts.
 */
import type { DomainCheck } from '../../../worker/api.ts';
import type { Pointing } from '../state/domains.ts';

export type Finding = DomainCheck['findings'][number];
export type Step = Finding['step'];
export type Standing = Finding['is'];

/** With what only the page knows. */
export type SaidCode = Finding['code'] | 'record-provider' | 'answer-browser' | 'answer-not-here';
export interface Said extends Omit<Finding, 'code'> {
  readonly code: SaidCode;
}

export interface Verdict {
  /** Null: nobody can tell. */
  readonly leadsHere: boolean | null;
  readonly findings: readonly Said[];
  readonly repair: DomainCheck['repair'];
}

/** `heard`: by the browser; null: klikspor itself was out of reach. */
export function verdictOf(check: DomainCheck, heard: Pointing | null): Verdict {
  const findings = check.findings.map(
    (finding): Said =>
      finding.provider && finding.step === 'record' ? { ...finding, code: 'record-provider' } : finding,
  );
  if (heard === 'here') {
    const others = findings.filter(
      ({ step, code }) => step !== 'answer' && (step !== 'certificate' || code === 'issuer-forbidden'),
    );
    return {
      leadsHere: true,
      findings: [
        ...others.map((finding): Said => (finding.is === 'right' ? finding : { ...finding, is: 'note' })),
        ...(check.findings[0]?.code === 'local' ? [] : [CERTIFICATE]),
        { step: 'answer', code: 'answer-browser', is: 'right' },
      ],
      repair: { how: 'none', records: [] },
    };
  }
  if (check.leadsHere === true) {
    const others = findings.filter(({ step }) => step !== 'answer');
    return {
      leadsHere: heard === null ? true : null,
      findings: [
        ...others,
        heard === null
          ? { step: 'answer', code: 'answer-ours', is: 'right' }
          : { step: 'answer', code: 'answer-not-here', is: 'wait' },
      ],
      repair: check.repair,
    };
  }
  return { leadsHere: heard === null ? check.leadsHere : false, findings, repair: check.repair };
}

const CERTIFICATE: Said = { step: 'certificate', code: 'certificate-works', is: 'right' };

/** Worst first. */
const GRAVEST = ['wrong', 'wait', 'open', 'note', 'right'] as const satisfies Standing[];

export const standingOf = (findings: readonly Said[]): Standing =>
  GRAVEST.find((one) => findings.some(({ is }) => is === one)) ?? 'open';
