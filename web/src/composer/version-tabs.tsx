/** Which of the two versions stands in the message field. */
import { onUse } from '../i18n/on-use.ts';
import { draft } from '../state/draft.ts';
import { isOut, showVersion, VERSIONS } from '../state/versions.ts';
import '../styles/versions.css';

export function VersionTabs() {
  const words = onUse.value.versions;
  return (
    <fieldset class="segmented version-tabs">
      <legend class="visually-hidden">{words.which}</legend>
      {VERSIONS.map((version) => (
        <button
          key={version}
          type="button"
          aria-pressed={draft.version.value === version}
          disabled={isOut(version)}
          onClick={() => showVersion(version)}
        >
          {words.version(version)}
          {isOut(version) && `, ${words.isPublished}`}
        </button>
      ))}
    </fieldset>
  );
}
