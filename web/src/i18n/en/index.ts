import { countries } from './countries.ts';
import { list } from './list.ts';
import { message } from './message.ts';
import { phone } from './phone.ts';
import { plan } from './plan.ts';
import { reasons } from './reasons.ts';
import { shell } from './shell.ts';
import { terms } from './terms.ts';

/** Every text on screen, a file for each part of it. Danish has the same keys: the type checker holds both to them. */
export const words = {
  language: 'English',
  tagline: 'Short, branded, countable links for text messages.',
  skip: 'Skip to content',
  countries,
  ...shell,
  ...message,
  ...list,
  ...plan,
  ...reasons,
  ...phone,
  ...terms,
};
