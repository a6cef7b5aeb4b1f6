/** Series that take no SMS and that libphonenumber takes for ordinary ones, by country. */

const SILENT: Readonly<Record<string, RegExp>> = {
  // Firms' numbers, led on to a telephone (the Danish numbering plan, "70-numre").
  DK: /^70/,
};

export const isSilentSeries = (country: string | undefined, nationalNumber: string): boolean =>
  country !== undefined && (SILENT[country]?.test(nationalNumber) ?? false);
