/** What GSM-7 does not have, as the core says, in a table: values by the million are looked at sign by sign. */
import type { Texts } from 'klikspor/texts';

/** Latin, Greek: of what is above, the core is asked value by value. */
const ASKED = 0x400;

/** Of each code unit 0 if GSM-7 has it, else 1, or if that was not asked. */
export function outsideGsm7Of(core: Texts): Uint8Array {
  return new Uint8Array(0x1_0000).map((_, unit) =>
    unit < ASKED && core.planSegments(String.fromCharCode(unit)).encoding === 'gsm7' ? 0 : 1,
  );
}
