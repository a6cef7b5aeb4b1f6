/** A build's composer engine, asked as its page asks it: see web/src/state/look.ts and web/src/state/checklist.ts. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type EngineSide, OPTIONS } from './side.ts';

const LINK = 'www.barnetsverden.dk/pages/du-har-adgang-for-alle-andre';

interface Look {
  readonly rendered: { readonly text: string };
}
interface Engine {
  importFile(
    ask: object,
    control: object,
  ): Promise<{ readonly ok: boolean; readonly list?: { readonly size: number } }>;
  look(ask: object, control: object): Promise<Look>;
  /** What the checklist asks; builds that answer it with the look are asked for no other. */
  inspect(ask: object, control: object): Promise<{ readonly look?: Look }>;
}

const quiet = { cancelled: () => false, progress: () => {} };

/** `looksTwice`: its page asked for the look first, and then what the checklist needs. */
export async function engineOf(root: string, core: object, looksTwice = false): Promise<EngineSide> {
  const { createEngine } = (await import(pathToFileURL(join(root, 'web/src/engine/engine.ts')).href)) as {
    createEngine(core: object): Engine;
  };
  const engine = createEngine(core);
  return {
    async load(file) {
      const question = { file, numberColumn: null, country: 'DK', plainValues: false };
      const answer = await engine.importFile(question, quiet);
      if (!answer.ok || answer.list === undefined) throw new Error(`the engine of ${root} took no list`);
      return answer.list.size;
    },
    async press(template) {
      const draft = {
        template,
        options: OPTIONS,
        parameters: { [LINK]: [['utm_source', 'sms']] },
        devices: {},
        half: null,
        budget: null,
        index: 0,
      };
      const checked = { ...draft, sender: 'Barnets V', contact: '' };
      if (!looksTwice) return (await engine.inspect(checked, quiet)).look?.rendered.text ?? '';
      const look = await engine.look(checked, quiet);
      await engine.inspect(checked, quiet);
      return look.rendered.text;
    },
  };
}
