/**
 * JSON lines from standard input to standard output, as they come, in bounded memory. `answer` gets each parsed object;
 * a line it cannot answer becomes `{"error", "line"}` and the rest goes on. Returns the exit code: 1 if any line failed.
 */
export async function answerLines(answer, input = process.stdin, output = process.stdout) {
  let number = 0;
  let failed = false;
  let rest = '';
  let out = '';

  const answerLine = (line) => {
    number++;
    if (line.trim() === '') return;
    let result;
    try {
      const value = JSON.parse(number === 1 && line.startsWith('\uFEFF') ? line.slice(1) : line);
      if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('not a JSON object');
      result = answer(value);
    } catch (error) {
      failed = true;
      result = { error: error instanceof Error ? error.message : String(error), line: number };
    }
    out += `${JSON.stringify(result)}\n`;
  };

  input.setEncoding('utf8');
  for await (const chunk of input) {
    rest += chunk;
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) answerLine(line);
    if (out !== '' && !output.write(out)) await new Promise((resolve) => output.once('drain', resolve));
    out = '';
  }
  if (rest !== '') answerLine(rest);
  if (out !== '') output.write(out);
  return failed ? 1 : 0;
}
