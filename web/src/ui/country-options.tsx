import { countryName } from '../i18n/index.ts';

/** Of a choice of countries, in this order. */
export function CountryOptions({ codes }: { codes: readonly string[] }) {
  return (
    <>
      {codes.map((code) => (
        <option key={code} value={code}>
          {countryName(code)}
        </option>
      ))}
    </>
  );
}
