/** A build's composer engine, asked as its page asks it: see web/src/state/preview.ts and web/src/checklist/state.ts. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type EngineSide, OPTIONS } from './side.ts';

const LINK = 'www.barnetsverden.dk/pages/du-har-adgang-for-alle-andre';

interface Answer {
  readonly rendered: { readonly text: string };
}
interface Engine {
  importFile(
    ask: object,
    control: object,
  ): Promise<{ readonly ok: boolean; readonly list?: { readonly size: number } }>;
  look(ask: object, control: object): Promise<Answer>;
  /** Builds whose look holds no inspection. */
  inspect?(ask: object, control: object): Promise<unknown>;
}

const quiet = { cancelled: () => false, progress: () => {} };

export async function engineOf(root: string, core: object): Promise<EngineSide> {
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
      const look = await engine.look(checked, quiet);
      await engine.inspect?.(checked, quiet);
      return look.rendered.text;
    },
  };
}
