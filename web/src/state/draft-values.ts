/** Every field of the draft at once, for what is loaded with the checklist and with publishing. */
import { computed } from '@preact/signals';
import { type DraftValues, eachField } from '../draft/fields.ts';
import { draft } from './draft.ts';

export const draftValues = computed(() => eachField((_, name) => draft[name].value) as DraftValues);
