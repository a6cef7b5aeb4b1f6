import { describe, expect, test } from 'vitest';
import { carryOver, type Marks, pieces } from '../../web/src/composer/marks.ts';

const marks: Marks = { spans: [{ kind: 'field', start: 5, end: 13 }], borders: [15] };
const text = 'Kære {{navn}}, hej';

describe('marks', () => {
  test('cut the text into pieces that add up to it', () => {
    const cut = pieces(text, marks);
    expect(cut.map((piece) => ('text' in piece ? piece.text : '|')).join('')).toBe('Kære {{navn}}, |hej');
    expect(cut.map((piece) => piece.kind)).toEqual(['text', 'field', 'text', 'border', 'text']);
  });

  test('are cut by a border that lies inside them', () => {
    const cut = pieces(text, { ...marks, borders: [7] });
    expect(cut.map((piece) => ('text' in piece ? piece.text : '|'))).toEqual(['Kære ', '{{', '|', 'navn}}', ', hej']);
  });

  test('beyond the end of a shorter text draw nothing twice', () => {
    const cut = pieces('Kære {{n', marks);
    expect(cut.map((piece) => ('text' in piece ? piece.text : '|')).join('')).toBe('Kære {{n');
  });

  test('move along with what is typed before them', () => {
    const typed = `Hej! ${text}`;
    expect(carryOver(marks, text, typed)).toEqual({
      spans: [{ kind: 'field', start: 10, end: 18 }],
      borders: [20],
    });
  });

  test('stay while something is typed behind them, and go when cut through', () => {
    expect(carryOver(marks, text, `${text}!`)).toEqual(marks);
    expect(carryOver(marks, text, 'Kære {{nXavn}}, hej').spans).toEqual([]);
  });
});
