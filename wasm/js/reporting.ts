import type { Reporting } from '../reporting.d.ts';
import { csvFieldOf } from './csv.ts';
import { faceOf, instantiate } from './door.ts';
import factory from './reporting.mjs';

/** What the units of the module of reports register (CMakeLists.txt). */
const NAMES: readonly (keyof Reporting)[] = [
  'clickTimes',
  'compareRates',
  'conversionNumbers',
  'csvField',
  'deliveryCounts',
  'deliveryOf',
  'forgetDelivery',
  'hashNumbers',
  'inboundWord',
  'joinBitmaps',
  'moneyText',
  'orderMoment',
  'orderStandings',
  'quietPlaces',
  'reachOf',
  'readOrder',
  'recipientsIn',
  'reportNumbers',
  'spreadOf',
  'takeDeliveries',
  'version',
];

export async function reportingOf(compiled: WebAssembly.Module): Promise<Reporting> {
  const face = faceOf<Reporting>(await instantiate(factory, compiled), NAMES, []);
  return Object.freeze({ ...face, csvField: csvFieldOf(face) });
}
