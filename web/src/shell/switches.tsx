import { chooseLanguage, language, t } from '../i18n/index.ts';
import { LANGUAGE_CODES, LANGUAGES } from '../i18n/languages.ts';
import { type Theme, theme } from '../state/theme.ts';

export function LanguageSwitch() {
  return (
    <fieldset class="segmented">
      <legend class="visually-hidden">{t.value.nav.language}</legend>
      {LANGUAGE_CODES.map((code) => (
        <button
          key={code}
          type="button"
          lang={code}
          aria-pressed={language.value === code}
          aria-label={`${code.toUpperCase()}: ${LANGUAGES[code].name}`}
          title={LANGUAGES[code].name}
          onClick={() => void chooseLanguage(code)}
        >
          {code.toUpperCase()}
        </button>
      ))}
    </fieldset>
  );
}

export function ThemeSwitch() {
  const words = t.value.theme;
  const icons: Record<Theme, string> = {
    auto: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14z',
    light:
      'M10 6.2a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6zM10 1.5v2M10 16.5v2M1.5 10h2M16.5 10h2M4 4l1.4 1.4M14.6 14.6 16 16M4 16l1.4-1.4M14.6 5.4 16 4',
    dark: 'M16.5 12.4A7 7 0 0 1 7.6 3.5a7 7 0 1 0 8.9 8.9z',
  };
  return (
    <fieldset class="segmented">
      <legend class="visually-hidden">{words.label}</legend>
      {(['light', 'auto', 'dark'] as const).map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={theme.value === name}
          aria-label={words[name]}
          title={words[name]}
          onClick={() => {
            theme.value = name;
          }}
        >
          <svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true" class="icon">
            <path d={icons[name]} />
            {name === 'auto' && <path class="filled" d="M10 3a7 7 0 0 1 0 14z" />}
          </svg>
        </button>
      ))}
    </fieldset>
  );
}
