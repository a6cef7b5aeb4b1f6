import type { Campaign } from '../../../worker/api.ts';
import type { Draft } from '../engine/draft.ts';
import { shortLink } from './test-links.tsx';

/** The messages of a campaign as they were published. */
export function draftOf(campaign: Campaign): Draft {
  const { template, width, limit } = campaign;
  return {
    template,
    options: { linkPrefix: shortLink(campaign, ''), width },
    parameters: {},
    limit:
      limit === undefined
        ? null
        : {
            atMost: limit.segments,
            above: limit.shorter === null ? 'leave-out' : 'shorten',
            shorter: limit.shorter ?? '',
          },
  };
}
