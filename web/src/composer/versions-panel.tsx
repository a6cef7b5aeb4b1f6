/** Two versions of the message side by side: what each says, what it costs, and whether the list can tell them apart. */
import { useState } from 'preact/hooks';
import { formatDecimal, formatInteger, formatWholePercent, t } from '../i18n/index.ts';
import { onUse } from '../i18n/on-use.ts';
import { amountsText } from '../i18n/prices.ts';
import { draft } from '../state/draft.ts';
import { list } from '../state/list.ts';
import { amountsOf } from '../state/price.ts';
import {
  beginVersions,
  endVersions,
  isOut,
  otherVersion,
  showVersion,
  textOf,
  VERSIONS,
  type Version,
  versionCosts,
} from '../state/versions.ts';
import '../styles/versions.css';
import { focusAfter } from '../ui/keep-focus.ts';
import { Audience } from './audience.tsx';
import { messageField } from './text-area.ts';

export function VersionsPanel() {
  const words = onUse.value.versions;
  const shown = draft.version.value;
  const [undo, setUndo] = useState<{ readonly other: Version; take(): void } | null>(null);
  if (shown === '') {
    return (
      <div class="versions-panel">
        <p class="hint">{words.lead}</p>
        {undo !== null && (
          <p role="status">
            {words.ended(undo.other)}{' '}
            <button
              type="button"
              class="link"
              onClick={() => {
                undo.take();
                setUndo(null);
                focusAfter(() => document.querySelector<HTMLElement>('.versions-end'));
              }}
            >
              {words.undo}
            </button>
          </p>
        )}
        <p class="buttons">
          <button
            type="button"
            disabled={draft.template.value.trim() === ''}
            onClick={() => {
              beginVersions();
              focusAfter(messageField);
            }}
          >
            {words.begin}
          </button>
        </p>
      </div>
    );
  }
  return (
    <div class="versions-panel">
      <p class="hint">{words.lead}</p>
      <section class="versions" aria-label={words.compare}>
        {VERSIONS.map((version) => (
          <VersionCard key={version} version={version} isShown={version === shown} />
        ))}
      </section>
      {draft.template.value === draft.otherTemplate.value && <p class="hint">{words.same}</p>}
      {list.value === null ? <p class="hint">{words.noList}</p> : <Audience />}
      <p class="buttons">
        <button
          type="button"
          class="quiet versions-end"
          onClick={() => {
            setUndo({ other: otherVersion(shown), take: endVersions() });
            focusAfter(() => document.querySelector<HTMLElement>('.versions-panel [role="status"] button'));
          }}
        >
          {words.end}
        </button>
      </p>
    </div>
  );
}

function VersionCard({ version, isShown }: { version: Version; isShown: boolean }) {
  const words = onUse.value.versions;
  const cost = versionCosts.value?.[version];
  const amounts = cost === undefined ? '' : amountsText(amountsOf(cost.byCountry).amounts);
  return (
    <article class={isShown ? 'version is-shown' : 'version'}>
      <h3>
        {words.version(version)} {isShown && <span class="hint">{words.onScreen}</span>}
        {isOut(version) && <span class="hint">{words.isPublished}</span>}
      </h3>
      <p class="version-text">{textOf(version)}</p>
      {cost !== undefined && cost.recipients > 0 && (
        <dl class="version-numbers">
          <div>
            <dt>{words.recipients}</dt>
            <dd>{formatInteger(cost.recipients)}</dd>
          </div>
          <div>
            <dt>{words.segments}</dt>
            <dd>{formatInteger(cost.segmentsTotal)}</dd>
          </div>
          <div>
            <dt>{words.each}</dt>
            <dd>{formatDecimal(cost.segmentsTotal / cost.recipients)}</dd>
          </div>
          {amounts !== '' && (
            <div>
              <dt>{words.price}</dt>
              <dd>{amounts}</dd>
            </div>
          )}
          <div>
            <dt>{words.ucs2}</dt>
            <dd>{formatWholePercent(cost.ucs2 / cost.recipients)}</dd>
          </div>
        </dl>
      )}
      {cost === undefined && list.value !== null && <p class="hint">{t.value.common.loading}</p>}
      {!isShown && !isOut(version) && (
        <p class="buttons">
          <button
            type="button"
            onClick={() => {
              showVersion(version);
              focusAfter(messageField);
            }}
          >
            {words.edit(version)}
          </button>
        </p>
      )}
    </article>
  );
}
