import { load as addresses } from './addresses.node.ts';
import { loaderOf } from './composer.ts';
import { load as sending } from './sending.node.ts';
import { load as texts } from './texts.node.ts';

export const load: ReturnType<typeof loaderOf> = loaderOf(texts, addresses, sending);
