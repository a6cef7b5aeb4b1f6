import type { Dictionary } from '../dictionary.ts';
import { countries } from './countries.ts';
import { list } from './list.ts';
import { message } from './message.ts';
import { phone } from './phone.ts';
import { plan } from './plan.ts';
import { reasons } from './reasons.ts';
import { shell } from './shell.ts';
import { terms } from './terms.ts';

export const words: Dictionary = {
  language: 'Dansk',
  tagline: 'Korte, genkendelige links til sms, hvor hvert klik kan tælles.',
  skip: 'Gå til indholdet',
  countries,
  ...shell,
  ...message,
  ...list,
  ...plan,
  ...reasons,
  ...phone,
  ...terms,
};
