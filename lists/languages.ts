/** The encodings that a country's programs write, and the letters of its languages, by which a reading is told. */
import { oddity } from './odd-signs.ts';
import { decoded, type FileEncoding } from './text.ts';

interface Language {
  /** ISO 3166-1 alpha-2, parted by blanks: where lists are in it. */
  readonly countries: string;
  /** Those in use there, the usual one first. */
  readonly encodings: readonly FileEncoding[];
  /** A letter of it outside ASCII; those that its people's names often bring along are some too. */
  readonly letters: RegExp;
}

/** Of one octet a letter: Western Europe's all stand in Windows-1252, and many are other letters in another code page. */
const WESTERN: readonly Language[] = [
  western('DK NO GL', 'æøåäöüéèêëáàíóýð'),
  western('SE FI AX', 'åäöéèüáæøšž'),
  western('DE AT CH LI', 'äöüßéèáç'),
  western('IS', 'áéíóúýðþæö'),
  western('FO', 'áðíóúýæøåö'),
  western('FR BE LU MC', 'àâæçéèêëîïôœùûüÿö'),
  western('NL', 'áéèëïíóöúüç'),
  western('ES', 'áéíóúüñçàèòï'),
  western('PT BR', 'ãõçáâàéêíóôúü'),
  western('IT SM', 'àèéìíîòóùú'),
];

const CENTRAL: readonly FileEncoding[] = ['windows-1250', 'iso-8859-2', 'ibm852'];
const BALTIC: readonly FileEncoding[] = ['windows-1257'];
const CYRILLIC: readonly FileEncoding[] = ['windows-1251'];
const RUSSIAN = 'абвгдеёжзийклмнопрстуфхцчшщъыьэюя';

const OTHERS: readonly Language[] = [
  language('CZ', CENTRAL, 'áčďéěíňóřšťúůýžľöü'),
  language('SK', CENTRAL, 'áäčďéíĺľňóôŕšťúýžřěöüő'),
  language('PL', CENTRAL, 'ąćęłńóśźżöü'),
  language('HU', CENTRAL, 'áéíóöőúüű'),
  language('SI HR BA ME RS', CENTRAL, 'čćđšž'),
  language('RO MD', CENTRAL, 'ăâîşţáéö'),
  language('TR CY', ['windows-1254', 'ibm857'], 'çğıİöşüâîû'),
  language('LT', BALTIC, 'ąčęėįšųūžłó'),
  language('LV', BALTIC, 'āčēģīķļņšūž'),
  language('EE', ['windows-1257', 'windows-1252'], 'äõöüšž'),
  language('RU BY UA KZ KG', ['windows-1251', 'koi8-r', 'ibm866'], RUSSIAN),
  language('UA', ['windows-1251', 'koi8-u', 'ibm866'], 'абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'),
  language('BY', ['windows-1251', 'ibm866'], `${RUSSIAN}іў`),
  language('BG', CYRILLIC, 'абвгдежзийклмнопрстуфхцчшщъьюя'),
  language('RS ME BA MK', CYRILLIC, 'абвгдђежзијклљмнњопрстћуфхцчџшѓќѕ'),
  language('GR CY', ['windows-1253'], 'αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ'),
  language('IL', ['windows-1255'], 'אבגדהוזחטיךכלםמןנסעףפץצקרשת'),
  script(
    'AE BH DZ EG IQ JO KW LB LY MA OM PS QA SA SD SY TN YE',
    ['windows-1256'],
    /^[\p{Script=Arabic}éèêëàâçîïôùû]$/u,
  ),
  script('TH', ['windows-874'], /^\p{Script=Thai}$/u),
  script('JP', ['shift_jis'], /^[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}ー々・　]$/u),
  script('CN SG', ['gb18030'], /^\p{Script=Han}$/u),
  script('TW HK MO', ['big5'], /^\p{Script=Han}$/u),
  script('KR', ['euc-kr'], /^[\p{Script=Hangul}\p{Script=Han}]$/u),
];

function western(countries: string, letters: string): Language {
  return language(countries, ['windows-1252'], letters);
}

function language(countries: string, encodings: readonly FileEncoding[], letters: string): Language {
  return { countries, encodings, letters: new RegExp(`^[${letters}${letters.toUpperCase()}]$`, 'u') };
}

function script(countries: string, encodings: readonly FileEncoding[], letters: RegExp): Language {
  return { countries, encodings, letters };
}

/** How well a language goes with what a file holds outside ASCII, read in one of its encodings. */
export interface Fit {
  readonly encoding: FileEncoding;
  /** The cells as they read so. */
  readonly texts: readonly string[];
  /** Of these, all of whose letters are the language's; as many as there are texts. */
  readonly fitting: readonly boolean[];
  /** Their part of all, 0 to 1. */
  readonly share: number;
}

/** The best first, of each encoding one. */
export class Fits {
  readonly western: readonly Fit[];
  readonly others: readonly Fit[];
  /** Of the country's own languages; of a Western one empty. */
  readonly home: readonly Fit[];
  /** The part of the cells that are in some language of Western Europe, be it another each time. */
  readonly westernShare: number;
  readonly #cells: Uint8Array<ArrayBuffer>;
  readonly #texts = new Map<FileEncoding, readonly string[]>();

  /** `cells`: different ones, each with something outside ASCII. `country`: ISO 3166-1 alpha-2; undefined: not known. */
  constructor(cells: readonly Uint8Array<ArrayBuffer>[], country: string | undefined) {
    this.#cells = Uint8Array.from(cells.flatMap((cell, at) => (at === 0 ? [...cell] : [LINE_FEED, ...cell])));
    this.western = this.#of(WESTERN);
    const texts = this.read('windows-1252');
    const inSome = texts.filter((text) => WESTERN.some(({ letters }) => isIn(letters, text)));
    this.westernShare = inSome.length / texts.length;
    this.others = this.#of(OTHERS);
    this.home = this.#of(OTHERS.filter(({ countries }) => country !== undefined && countries.includes(country)));
  }

  /** The cells in one more reading. No encoding has a line feed within a letter. */
  read(encoding: FileEncoding): readonly string[] {
    let texts = this.#texts.get(encoding);
    if (texts === undefined) {
      texts = decoded(this.#cells, encoding).split('\n');
      this.#texts.set(encoding, texts);
    }
    return texts;
  }

  #of(languages: readonly Language[]): Fit[] {
    const best = new Map<FileEncoding, Fit>();
    for (const { encodings, letters } of languages) {
      for (const encoding of encodings) {
        const texts = this.read(encoding);
        const fitting = texts.map((text) => isIn(letters, text));
        const share = fitting.filter((fits) => fits).length / texts.length;
        if (share > (best.get(encoding)?.share ?? -1)) best.set(encoding, { encoding, texts, fitting, share });
      }
    }
    return [...best.values()].sort((a, b) => b.share - a.share);
  }
}

const LINE_FEED = 0x0a;

function isIn(letters: RegExp, text: string): boolean {
  const signs = [...text];
  return signs.every((sign, at) => {
    if (sign < '\u0080') return true;
    const belongs = oddity(sign, signs[at - 1] ?? '', signs[at + 1] ?? '') < ODD;
    // Marks of some scripts, and blanks, are no letters.
    return /\p{L}/u.test(sign) ? letters.test(sign) && belongs : letters.test(sign) || belongs;
  });
}

const ODD = 2;
