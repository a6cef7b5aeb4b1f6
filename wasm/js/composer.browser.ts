import { load as addresses } from './addresses.browser.ts';
import { loaderOf } from './composer.ts';
import { load as sending } from './sending.browser.ts';
import { load as texts } from './texts.browser.ts';

export const load: ReturnType<typeof loaderOf> = loaderOf(texts, addresses, sending);
