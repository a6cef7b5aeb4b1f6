import type { ComposerCore } from '../composer.d.ts';
import { contactFunctions, type RawContact } from './contact.ts';
import { destinationFunctions, type RawDestination } from './destination.ts';
import { type MessageDoor, messageFunctions, type RawMessage } from './message.ts';
import { optOutFunctions, type RawOptOut } from './opt-out.ts';
import type { RawModule } from './raw.d.ts';
import { listFunctions, type RawList } from './recipient-list.ts';
import { type RawReplacement, replacementFunctions } from './replacement.ts';
import { type RawSampleSize, sampleSizeFunctions } from './sample-size.ts';
import { type RawSampleSlug, sampleSlugFunctions } from './sample-slug.ts';
import { type RawSegment, segmentFunctions } from './segment.ts';
import { type RawSender, senderFunctions } from './sender.ts';

/** What the units' bindings add to the module, each declared beside its functions. */
export type RawComposerUnits = RawModule &
  RawContact &
  RawDestination &
  RawList &
  RawMessage &
  RawOptOut &
  RawReplacement &
  RawSampleSize &
  RawSampleSlug &
  RawSegment &
  RawSender;

/** `100` is version 0.1.0: the core states 10,000 × major + 100 × minor + patch. */
function versionText(version: number): string {
  return [Math.floor(version / 10_000), Math.floor(version / 100) % 100, version % 100].join('.');
}

/** What writing a message takes. */
export function composerFunctions(raw: RawComposerUnits, door: MessageDoor): ComposerCore {
  return {
    version: versionText(raw.coreVersion),
    ...contactFunctions(raw),
    ...destinationFunctions(raw),
    ...listFunctions(raw, door),
    ...messageFunctions(raw, door),
    ...optOutFunctions(raw),
    ...replacementFunctions(raw),
    ...sampleSizeFunctions(raw),
    ...sampleSlugFunctions(raw),
    ...segmentFunctions(raw),
    ...senderFunctions(raw),
  };
}
