// What a developer writes on the first day. Compiled against the packed package, strictly and with its types checked.
import { type Composer, type DestinationOutcome, load, type SegmentPlan } from 'klikspor';
import type { Addresses } from 'klikspor/addresses';
import { SLOTS_PER_CAMPAIGN } from 'klikspor/edge';
import { nameOf } from 'klikspor/names';
import { load as loadTexts, type Texts } from 'klikspor/texts';

const core: Composer = await load();

const plan: SegmentPlan = core.planSegments('Kære Åse');
if (plan.encoding !== 'gsm7' || plan.segments !== 1 || plan.unitsLeft !== 152) throw new Error(JSON.stringify(plan));

const outcome: DestinationOutcome = core.buildDestination('www.barnetsverden.dk/børnetøj', [['utm_source', 'sms']]);
if (!outcome.ok) throw new Error(outcome.error);
if (outcome.url !== 'https://www.barnetsverden.dk/b%C3%B8rnet%C3%B8j?utm_source=sms') throw new Error(outcome.url);

const [offender] = core.explainSegments('Zoë').offenders;
const name: string = offender === undefined ? '' : nameOf(offender.codePoint);
if (name !== 'LATIN SMALL LETTER E WITH DIAERESIS' || offender?.segmentsAfter !== 1) throw new Error(name);

// A page that loads what finishes addresses on use.
const texts: Texts = await loadTexts();
if (texts.planSegments('Hej').segments !== 1) throw new Error('a short text takes one segment');
const onFirstLink = async (): Promise<Addresses> => (await import('klikspor/addresses')).load();
const addresses = await onFirstLink();
if (!addresses.finishHost('www.barnetsverden.dk').ok) throw new Error('the host is refused');

const slots: 16777216 = SLOTS_PER_CAMPAIGN;
console.log(plan.segments, outcome.url, slots);

// @ts-expect-error: a plan has no such field
plan.parts;
// @ts-expect-error: texts alone finish no address
texts.finishHost;
