// Waits until the worker answers, then prints the one address a person needs.
const [port, code] = process.argv.slice(2);
const address = `http://localhost:${port}`;

for (let attempt = 0; attempt < 300; attempt++) {
  const ready = await fetch(`${address}/api/session`).then(
    (response) => response.status < 500,
    () => false,
  );
  if (ready) {
    console.log(
      `\n  klikspor is ready. Open this address once to sign in:\n\n    ${address}/#code=${code}\n\n  Ctrl+C stops it.\n`,
    );
    process.exit(0);
  }
  await new Promise((resolve) => setTimeout(resolve, 200));
}
console.error('klikspor: the worker did not answer within a minute; what wrangler printed above says why.');
process.exit(1);
