import { load as addresses } from './addresses.workerd.ts';
import { loaderOf } from './composer.ts';
import { load as sending } from './sending.workerd.ts';
import { load as texts } from './texts.workerd.ts';

export const load: ReturnType<typeof loaderOf> = loaderOf(texts, addresses, sending);
