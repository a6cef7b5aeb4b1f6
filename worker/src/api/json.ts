/** JSON as a body must be: what two programs could read in two ways is refused. */
import { cut, fieldProblem, pointerTo } from './problem.ts';

/** Objects have these names from the start; readers take them for something else, or leave them out without a word. */
const RESERVED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Throws a SyntaxError for what is no JSON, an ApiProblem for a name that stands twice in an object or is reserved. */
export function parsedJson(text: string): unknown {
  const parsed: unknown = JSON.parse(text);
  checkNames(text);
  return parsed;
}

/** An object with the names it has so far and the one whose value is being read, or a list with its position. */
type Place = { readonly names: Set<string>; at: string } | { readonly names: null; at: number };

/** Goes once over a text that JSON.parse has taken, so that only its structure is looked at. However deep, no recursion. */
function checkNames(text: string): void {
  const places: Place[] = [];
  let isName = false;
  for (let i = 0; i < text.length; i++) {
    const place = places.at(-1);
    switch (text[i]) {
      case '{':
        places.push({ names: new Set(), at: '' });
        isName = true;
        break;
      case '[':
        places.push({ names: null, at: 0 });
        isName = false;
        break;
      case '}':
      case ']':
        places.pop();
        isName = false;
        break;
      case ',':
        isName = place?.names instanceof Set;
        if (place?.names === null) place.at++;
        break;
      case '"': {
        const end = endOfText(text, i);
        if (isName && place?.names instanceof Set) {
          const name = nameIn(text.slice(i, end));
          place.at = name;
          if (RESERVED.has(name)) throw refused(places, 'reserved-name', `No field can be named ${name}: use another.`);
          if (place.names.has(name)) {
            throw refused(places, 'duplicate-name', `${cut(name)} stands twice in one object: send it once.`);
          }
          place.names.add(name);
          isName = false;
        }
        i = end - 1;
        break;
      }
    }
  }
}

/** Behind the closing quote of the text that begins at `start`. */
function endOfText(text: string, start: number): number {
  let i = start + 1;
  while (text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
  return i + 1;
}

function refused(places: readonly Place[], code: string, detail: string) {
  return fieldProblem(422, pointerTo(places.map(({ at }) => String(at))), code, detail);
}

/** Two ways to write a name are one name. */
const nameIn = (written: string): string =>
  written.includes('\\') ? String(JSON.parse(written)) : written.slice(1, -1);
