/** What the scan rule costs in people and lets through in machines (tests/support/scan-cost.ts says how it is measured). */
import { load } from 'klikspor/edge';
import { measureScans, type Share, stories } from '../support/scan-cost.ts';
import { visitorRules } from '../support/visitor-rules.ts';

const percent = (share: number) =>
  share > 0 && share < 0.001 ? '< 0.1 %' : `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;

export async function run() {
  const core = await load();
  const judge = core.createJudge(visitorRules());
  const shares = measureScans(core, judge);
  judge.delete();
  const shareOf = (what: string, destinations: number): Share | undefined =>
    shares.find((share) => share.story.what === what && share.destinations === destinations);
  const cells = (what: string) =>
    [1, 2, 3].map((destinations) => {
      const share = shareOf(what, destinations);
      return share === undefined ? '' : `${percent(share.before)} → ${percent(share.now)}`;
    });
  const rows = stories.map(({ who, what }) => `| a ${who} | ${what} | ${cells(what).join(' | ')} |`);
  const figures = Object.fromEntries(
    shares.map(({ story, destinations, before, now }) => [
      `scans.${story.who}.${story.what.replaceAll(/[^a-zA-Z]+/g, '-')}.${destinations}`,
      `${percent(before)} → ${percent(now)}`,
    ]),
  );
  return {
    figures,
    notes: ['taken for a scanner, by the rule until 2026-11-29 → by today’s; 1, 2 and 3 shop links and the way out'],
    failures: [] as string[],
    readme: {
      file: 'docs/how-it-works.md',
      block: 'scans',
      lines: ['| who | does what | 1 shop link | 2 shop links | 3 shop links |', '|---|---|---:|---:|---:|', ...rows],
    },
  };
}
