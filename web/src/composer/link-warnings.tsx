/** What may go wrong with a link on its way to the page, each with what to do and one click that does it. */
import type { TemplateLink } from 'klikspor';
import { STRIPPED_PARAMETERS, strippedParameters, withoutStripped } from 'klikspor/stripped-parameters';
import { formatList, t } from '../i18n/index.ts';
import { linkTools } from '../i18n/link-tools.ts';
import { changeLink, moveLink, settingsOf } from '../state/links.ts';
import { look } from '../state/preview.ts';
import { replaceInMessage } from './text-area.ts';

function Warning({ text, remedy, apply }: { text: string; remedy: string; apply: () => void }) {
  return (
    <p class="note is-warning">
      <span>{text}</span>
      <button type="button" class="link" onClick={apply}>
        {remedy}
      </button>
    </p>
  );
}

/** Longest piece of the message that is quoted. */
const QUOTED = 20;
const BEFORE = /(?:\{\{[^{}]*\}\}|[^\s{}]+)$/;
const BEHIND = /^(?:\{\{[^{}]*\}\}|[^\s{}]+)/;

/** The core says what stands beside a link; here it is quoted, and a space put in between. */
export function BesideLink({ link: { beside, start, end } }: { link: TemplateLink }) {
  const words = linkTools.value;
  const template = look.value?.template ?? '';
  return beside.map((name) => {
    const isBefore = name === 'joined-before';
    const found = isBefore ? BEFORE.exec(template.slice(0, start)) : BEHIND.exec(template.slice(end));
    const quoted = isBefore ? found?.[0].slice(-QUOTED) : found?.[0].slice(0, QUOTED);
    const at = isBefore ? start : end;
    return (
      <Warning
        key={name}
        text={words.beside[name](quoted ?? '')}
        remedy={t.value.links.insertSpace}
        apply={() => replaceInMessage(at, at, ' ')}
      />
    );
  });
}

/** Parameters of the address, or added to it, that browsers take off before the page sees them. */
export function StrippedFromLink({ url }: { url: string }) {
  const words = linkTools.value;
  const { parameters } = settingsOf(url);
  const isStripped = (name: string) => Object.hasOwn(STRIPPED_PARAMETERS, name.trim());
  const added = parameters.map(([name]) => name.trim()).filter(isStripped);
  const names = [...new Set([...strippedParameters(url), ...added])];
  if (names.length === 0) return null;
  const browsers = new Set(names.flatMap((name) => STRIPPED_PARAMETERS[name]?.browsers ?? []));
  const shown = (['safari', 'firefox'] as const).filter((browser) => browsers.has(browser));
  return (
    <Warning
      text={words.stripped(names.length, formatList(names), formatList(shown.map((name) => words.browsers[name])))}
      remedy={words.takeOut(formatList(names))}
      apply={() => {
        changeLink(url, { parameters: parameters.filter(([name]) => !isStripped(name)) });
        rewrite(url, withoutStripped(url));
      }}
    />
  );
}

/** Writes another address everywhere in the message; what is decided of it stays. From the end: positions stay true. */
function rewrite(from: string, to: string): void {
  if (from === to) return;
  moveLink(from, to);
  const places = (look.peek()?.look.outline.links ?? []).filter(({ url }) => url === from);
  for (const { start, end } of [...places].reverse()) replaceInMessage(start, end, to);
}
