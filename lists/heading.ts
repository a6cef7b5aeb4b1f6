/** What a heading says of its column, in the languages of the lists we have seen. */
import { simple } from './simple.ts';

export type HeadingKind =
  /** Numbers of mobiles. */
  | 'mobile'
  /** Numbers of telephones. */
  | 'phone'
  /** A number or a way to reach people, of whatever kind. */
  | 'maybe'
  | 'unknown'
  /** Numbers of telephones that take no SMS. */
  | 'landline'
  /** Something else: a date, an amount, the kind of a telephone. */
  | 'other';

/** Words about a telephone that are not its number, alone or as the end of a compound (Telefontype, Mobilmodel). */
const ABOUT =
  /(?:typ[eo]?|tyyppi|labels?|etikett?e?|modell?o?|status|brand|carrier|operat\p{L}*|provider|udbyder|leverandor|network|netvaerk|consent|samtykke|samtycke|permission|tilladelse|verified|verificeret|subscribed|tilmeldt|subscription|abonnement|contract|kontrakt|vertrag|extension|prefix|landekode|vorwahl|dato|date|datum|stamp|tid|(?:^|date)time|hours)$/u;
const ABOUT_WORD =
  /^(?:art|arten|os|ios|id|ids|ext|code|kode|country|land|name|navn|namn|nimi|note|notes|count|opt|optin|optout|accept|valid)$/;
/** Whom to call when something happens to the one in the row. */
const KIN =
  /^nod(?:kontakt|opkald|telefon|tlf)|emergenc|^emergenz|^urgence|^ice$|^kin$|^notfall|parorende|^angehorig|^anhorig|^lahiomai|^omai(?:nen|set)/;
/** How many of something: a number, but nobody's. */
const COUNT =
  /^(?:(?:number|no|nr|num|amount|count|sum) of |(?:antal|anzahl|aantal|nombre|cantidad|quantity|qty|lkm|liczba)\b)/;
/** Cut off before words about a telephone are looked for: Phone (with country code), Mobil uden landekode, Handy ohne Vorwahl. */
const REMARK =
  /\([^)]*\)?| (?:with|without|inc[lk]\p{L}*|ink[lr]\p{L}*|exc?l\p{L}*|eks[kc]l\p{L}*|med|uden|utan|uten|mit|ohne|avec|sans|con|sin|senza|met|zonder|ilman|bez|an|minus|w|wo|m|u|no(?= (?:country|area|prefix|code|lande?kode))) .*$/gu;

const MOBILE =
  /(?<!auto)mobi(?!lit)|movil|^cell(?:s|phones?|ular\p{L}*|no|nr|numbers?|num)?$|celular|^handy|^gsm|gsm$|^sms|sms$|msisdn|whatsapp|^natel|matkapuh|kannyk|farsim|komork|^cep(?:tel\p{L}*)?$|^mob$|^portable$|мобил|сотов|κινητ|手机|手機|携帯|휴대|핸드폰|נייד|جوال|موبايل|محمول/u;
const PHONE =
  /^tel[ef]?$|telefo|teléfo|telepho|telepo|^telf|^tele?nr|^telno|^tlf|^tfn|^ttelefon|(?<!head|micro|i|mega)phone|phonenr|^fon$|^fono|^ruf(?:nummer|nr)|^puh$|puhelin|^talrun|^simi|simanumer|^тел|τηλ|電話|电话|전화|هاتف|تلفون|טלפון|dienthoai/u;
const LANDLINE = /fastnet|landline|festnetz|^fixe?$|^fijo|^fisso|lankapuh|fasttelefon|hemtelefon|^stationar/;
const FAX = /fax|telefaks|^faks/;
/** Says so by itself, or with words about whose it is or which: those of other things are numbers of those. */
const MAYBE =
  /^(?:numbers?|numm?er|nummero|nr|no|num|numero|numer|kontakt\p{L}*|contact|recipients?|modtagere?|mottagare|mottaker|empfanger|to|til)$/u;
const WHOSE =
  /^(?:privat\p{L}*|personal|personlig\p{L}*|arbejd\p{L}*|work|job|firma|home|hjem\p{L}*|own|eget?|my|mit|dit|your|primary|primaer\p{L}*|main|first|second|best|bedste|direct|direkte|of|for|pa|ved|or|og|and|eller|the|info|details|person|dk|danmark|[()]+)$/u;
const OTHER =
  /cvr|^cpr|^ssn|^vat|^ust|moms|^org|^ean|^gln|^iban|konto|account|^id$|^ids$|\p{L}id$|loyal|polic|^serie|^serial|licen[cs]|^sag|^case|journal|booking|reserv|track|employee|medarbejder|patient|student|elev|ticket|billet|^card|^kort|gift|gave|voucher|coupon|kupon|rabat|discount|kvittering|receipt|kontrakt|contract|^aftale|^pn(?:umm)?e?r$|forsikring|insurance|^epoch|^unix|^ts$|^uuid|ord(?:re|er)|bestilling|bestell|faktura|invoice|rechnung|kunde|customer|client|medlem|member|mitglied|referen|^ref$|^sku|vare|item|produ|^post|^zip|plz|^by$|city|adress?e?|address|street|price|^pris|preis|belob|betrag|amount|total|^sum|saldo|balance|points?$|year|^ar$|jahr|created|oprettet|skapad|erstellt|updated|opdateret|timestamp|birth|fodsel|geburt|fodt|email|mail$|url|website|hjemmeside|bilag|beleg|stregkode|barcode|^(?:adgangs)?kode$|kodeord|password|passwort|^pin$|^nogle|transa[kc]|matrikel|lejemal|projekt|^batch|^zamowien|^siparis|^objednav|^rendeles|^tilaus|^pontun|^narocil|kimlik|^pesel$|^nip$|kennitala|henkilotunnus|^ico$|^cnp$|^oib$/u;

export function headingKind(heading: string): HeadingKind {
  const text = simple(heading);
  const words = text.split(' ');
  const plain = text.replace(REMARK, ' ').trim().split(' ');
  if (COUNT.test(text)) return 'other';
  if (words.some((word) => FAX.test(word) || KIN.test(word))) return 'other';
  const mobile = words.some((word) => MOBILE.test(word));
  const phone = words.some((word) => PHONE.test(word));
  if (mobile || phone) {
    if (plain.some((word) => ABOUT_WORD.test(word) || ABOUT.test(word))) return 'other';
    if (words.some((word) => LANDLINE.test(word))) return 'landline';
    return mobile ? 'mobile' : 'phone';
  }
  if (words.some((word) => LANDLINE.test(word))) return 'landline';
  if (plain.some((word) => ABOUT.test(word) || OTHER.test(word))) return 'other';
  const isMaybe = plain.some((word) => MAYBE.test(word)) && plain.every((word) => MAYBE.test(word) || WHOSE.test(word));
  return isMaybe ? 'maybe' : 'unknown';
}
