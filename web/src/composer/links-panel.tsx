/** Every link of the message: where it leads once finished, what a phone may read wrongly, and what is decided of it. */
import type { TemplateLink } from 'klikspor';
import { useState } from 'preact/hooks';
import { besideLinks, rareEnding, slugInAddress, strayPercents, strippedFromLink } from '../checklist/link.ts';
import { expiresAtMs } from '../draft/fields.ts';
import type { CheckedDestination } from '../engine/destinations.ts';
import { type Draft, PHONES } from '../engine/draft.ts';
import type { Look } from '../engine/look.ts';
import { formatDay, reasonText, t } from '../i18n/index.ts';
import { linkTools } from '../i18n/link-tools.ts';
import { chosenDomain } from '../state/domains.ts';
import { draft as written } from '../state/draft.ts';
import { look as lastLook } from '../state/look.ts';
import '../styles/links.css';
import { Qr } from '../ui/qr.tsx';
import { goToLastDay } from './counting.tsx';
import { LinkSettings } from './link-settings.tsx';
import { LinkWarnings } from './link-warnings.tsx';

export function LinksPanel() {
  const { title } = linkTools.value;
  const taken = lastLook.value;
  if (taken === null || taken.look.outline.links.length === 0) return null;
  return (
    <section class="links-panel" aria-labelledby="links-heading">
      <h3 id="links-heading">{title}</h3>
      <ul>
        {taken.look.outline.links.map((link) => (
          <li key={`${link.link} ${link.url}`} class={link.kind === 'opt-out' ? 'is-opt-out' : undefined}>
            <Link link={link} taken={taken} />
          </li>
        ))}
      </ul>
      <AboutAll seen={taken.look} />
    </section>
  );
}

function Link({ link, taken: { draft, look } }: { link: TemplateLink; taken: { draft: Draft; look: Look } }) {
  const words = linkTools.value;
  const destination = look.destinations.find((candidate) => candidate.link === link.link);
  return (
    <>
      <p class="link-written">{link.kind === 'opt-out' ? words.optOut : link.url}</p>
      {link.kind === 'opt-out' && <p class="hint">{words.leadsToOptOut}</p>}
      {destination !== undefined && <LeadsTo destination={destination} />}
      <LinkWarnings found={besideLinks(draft.template, [link])} />
      {destination !== undefined && (
        <>
          <LinkWarnings found={strippedFromLink(link, destination)} />
          <LinkWarnings found={slugInAddress(link, draft.devices?.[link.url])} />
          <LinkWarnings found={strayPercents(link, destination, draft.devices?.[link.url])} />
          <details>
            <summary>{words.settings}</summary>
            <LinkSettings destination={destination} />
          </details>
          {destination.outcome.ok && <TryIt url={destination.outcome.url} />}
        </>
      )}
    </>
  );
}

/** The finished address, and those of phones that go elsewhere; or why there is none. */
function LeadsTo({ destination: { outcome, devices } }: { destination: CheckedDestination }) {
  const { leadsTo, phoneLeadsTo } = linkTools.value;
  const { kinds } = t.value.phone;
  return (
    <>
      {outcome.ok ? <p class="hint">{leadsTo(outcome.url)}</p> : <p class="error">{reasonText(outcome)}</p>}
      {PHONES.map((phone) => {
        const own = devices[phone];
        if (own === undefined) return null;
        const text = phoneLeadsTo(kinds[phone], own.ok ? own.url : reasonText(own));
        return (
          <p key={phone} class={own.ok ? 'hint' : 'error'}>
            {text}
          </p>
        );
      })}
    </>
  );
}

/** A QR code of the destination itself: the short link does not exist before the campaign is published. */
function TryIt({ url }: { url: string }) {
  const words = linkTools.value;
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.tryIt}</summary>
      {open && (
        <div class="try-link">
          <Qr text={url} label={words.qr(url)} />
          <p class="hint">{words.tryHint}</p>
        </div>
      )}
    </details>
  );
}

/** What holds for every link of the campaign: its last day, and whether phones know the host for an address. */
function AboutAll({ seen }: { seen: Look }) {
  const words = linkTools.value;
  const end = expiresAtMs(written.lastDay.value);
  return (
    <div class="links-foot">
      <LinkWarnings found={rareEnding(chosenDomain.value?.host ?? null, seen.knownEnding)} />
      <p class="hint">
        {end === null ? words.endless : words.ends(formatDay(end))}{' '}
        <button type="button" class="link" onClick={goToLastDay}>
          {end === null ? words.chooseEnd : words.changeEnd}
        </button>
      </p>
      <div class="link-scheme">
        <label class="check">
          <input
            type="checkbox"
            checked={written.scheme.value !== ''}
            aria-describedby="scheme-hint"
            onChange={(event) => {
              written.scheme.value = event.currentTarget.checked ? 'https' : '';
            }}
          />
          {words.writeScheme}
        </label>
        <p class="hint" id="scheme-hint">
          {words.schemeHint}
        </p>
      </div>
    </div>
  );
}
