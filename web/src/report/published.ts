import type { Campaign } from '../../../worker/api.ts';
import type { Draft } from '../engine/draft.ts';
import { shortLink } from './test-links.tsx';

/** The messages of a campaign as they were published. */
export function draftOf(campaign: Campaign): Draft {
  const { template, width, budget } = campaign;
  return {
    template,
    options: { linkPrefix: shortLink(campaign, ''), width },
    parameters: {},
    limit:
      budget === undefined
        ? null
        : {
            atMost: budget.segments,
            above: budget.shorter === null ? 'leave-out' : 'shorten',
            shorter: budget.shorter ?? '',
          },
  };
}
