/** How a list stands to a campaign, in sentences: what differs, which list it should be, what to do. */
import type { Campaign, ListReading } from '../../../worker/api.ts';
import { failureText } from '../i18n/failure.ts';
import { countryName, formatDay, formatInteger } from '../i18n/index.ts';
import { onUse } from '../i18n/on-use.ts';
import type { ListSummary } from '../list-reading/summary.ts';
import type { Standing } from './campaign-list.ts';
import { readingOf } from './list-identity.ts';
import { readOtherwise } from './list-verdict.ts';

/** None where there is nothing to say: the list is the one, or there is none. */
export function standingText(campaign: Campaign, standing: Standing, loaded: ListSummary): string[] {
  const words = onUse.value.listCheck;
  const file = fileText(loaded.fileName, loaded.fileModifiedAtMs);
  switch (standing.kind) {
    case 'same':
    case 'no-list':
      return [];
    case 'another-order':
      return [words.anotherOrder(file), ...publishedWith(campaign), words.load];
    case 'other-rows': {
      const { rows, instead, mayBeHalf } = standing;
      const differs = words.otherRows(file, formatInteger(rows), formatInteger(instead));
      const half = mayBeHalf ? [words.mayBeHalf] : [];
      return [differs, ...publishedWith(campaign), ...readingText(campaign, loaded), words.load, ...half];
    }
    case 'other-numbers':
      return [words.otherNumbers(file), ...publishedWith(campaign), ...readingText(campaign, loaded), words.load];
    case 'other-list':
      return [words.otherList(file), words.load];
    case 'other-halves':
      return [words.otherHalves(file)];
    case 'unknown':
      return [
        standing.why === 'key-gone' ? words.keyGone : words.notKept,
        ...publishedWith(campaign),
        words.sameRows(file, formatInteger(loaded.size)),
      ];
    case 'unreadable':
      return [words.unreadable];
    case 'not-compared':
      return [words.notCompared, failureText(standing.failure)];
  }
}

function fileText(name: string, modifiedAtMs: number | null): string {
  // A name may be words, and begins a sentence.
  const quoted = `“${name}”`;
  return modifiedAtMs === null ? quoted : onUse.value.listCheck.file(quoted, formatDay(modifiedAtMs));
}

/** Which list it should be, where the campaign says so. */
export function publishedWith({ list: known }: Campaign): string[] {
  if (known === undefined) return [];
  const file = fileText(known.fileName, known.fileModifiedAtMs);
  return [onUse.value.listCheck.published(file, formatInteger(known.rows))];
}

/** In what the file was read otherwise: the same file may be the right list after all. */
function readingText(campaign: Campaign, loaded: ListSummary): string[] {
  const words = onUse.value.listCheck;
  const now = readingOf(loaded);
  const { country, numberColumn, leftOut } = readOtherwise(now, campaign.list?.reading);
  const columnText = (column: number) => loaded.columns[column] ?? words.column(formatInteger(column + 1));
  return [
    ...(country === undefined ? [] : [words.differs.country(countryName(country), countryName(now.country))]),
    ...(numberColumn === undefined
      ? []
      : [words.differs.numberColumn(columnText(numberColumn), columnText(now.numberColumn))]),
    ...(leftOut === undefined ? [] : [words.differs.leftOut(formatInteger(leftOut), formatInteger(now.leftOut))]),
  ];
}

/** How the campaign's list was read, where reading this one so may make it the one; null: it would change nothing. */
export function worthReadingAs(campaign: Campaign, standing: Standing, loaded: ListSummary): ListReading | null {
  const then = campaign.list?.reading;
  if (then === undefined || (standing.kind !== 'other-rows' && standing.kind !== 'other-numbers')) return null;
  const { country, numberColumn } = readOtherwise(readingOf(loaded), then);
  const isPossible = then.numberColumn < loaded.columns.length;
  return (country !== undefined || numberColumn !== undefined) && isPossible ? then : null;
}
