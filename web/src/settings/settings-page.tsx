/** What is set up once: each part has an address of its own. */
import type { SameShape } from '../i18n/dictionary.ts';
import type { settings as english } from '../i18n/en/settings.ts';
import { wordsOf } from '../i18n/words.ts';
import { SETTINGS_PARTS, type SettingsPart, settingsAddress } from '../state/route.ts';
import { useTitle } from '../ui/title.ts';
import { Domains } from './domains.tsx';
import { Gateways } from './gateways.tsx';
import { Tokens } from './tokens.tsx';
import '../styles/settings.css';

const settingsWords = wordsOf(
  import.meta.glob<SameShape<typeof english>>('../i18n/*/settings.ts', { eager: true, import: 'settings' }),
);

const PARTS = { gateways: Gateways, domains: Domains, tokens: Tokens } as const;

export function SettingsPage({ part }: { part: SettingsPart }) {
  const words = settingsWords.value;
  const Part = PARTS[part];
  useTitle(words.parts[part]);
  return (
    <main id="content" class="page settings" tabIndex={-1}>
      <h1>{words.title}</h1>
      <nav class="settings-parts" aria-label={words.title}>
        {SETTINGS_PARTS.map((one) => (
          <a key={one} href={settingsAddress(one)} aria-current={one === part ? 'page' : undefined}>
            {words.parts[one]}
          </a>
        ))}
      </nav>
      <Part />
    </main>
  );
}
