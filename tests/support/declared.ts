/**
 * Types that Emscripten emits of what Embind binds, beside those written by hand: names, numbers of arguments, and whether
 * Embind takes what the written type lets one hand over. What comes back is `any` in most of what is emitted; the contract
 * tests look at that.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ParameterDeclaration, SourceFile, TypeElement } from 'typescript/unstable/ast';
import {
  isFunctionDeclaration,
  isInterfaceDeclaration,
  isMethodSignatureDeclaration,
  isPropertySignatureDeclaration,
  isVariableStatement,
} from 'typescript/unstable/ast/is';
import type { API, Checker } from 'typescript/unstable/sync';

const base = fileURLToPath(new URL('../../tsconfig.base.json', import.meta.url));

/** A function by the parameters of each overload; what is none by a word for it. */
type Overloads = (readonly ParameterDeclaration[])[];
type Declared = Overloads | 'a value' | 'a class';
type Surface = Map<string, Declared>;

const nameOf = (member: TypeElement): string =>
  isMethodSignatureDeclaration(member) || isPropertySignatureDeclaration(member) ? member.name.getText() : '?';

/** Members under their names, those of a class as `Class.member`. */
function addMembers(surface: Surface, members: readonly TypeElement[], owner = ''): void {
  for (const member of members) {
    const name = owner + nameOf(member);
    if (!isMethodSignatureDeclaration(member)) surface.set(name, 'a value');
    else addOverload(surface, name, member.parameters);
  }
}

function addOverload(surface: Surface, name: string, parameters: readonly ParameterDeclaration[]): void {
  const before = surface.get(name);
  surface.set(name, Array.isArray(before) ? [...before, parameters] : [parameters]);
}

const interfacesOf = (file: SourceFile) =>
  new Map(file.statements.filter(isInterfaceDeclaration).map((one) => [one.name.text, one.members]));

/** What a module of Emscripten's binds: its functions and classes, and its C exports behind their underscores. */
function boundIn(file: SourceFile): Surface {
  const interfaces = interfacesOf(file);
  const surface: Surface = new Map();
  addMembers(surface, interfaces.get('WasmModule') ?? []);
  const units = interfaces.get('EmbindModule') ?? [];
  addMembers(surface, units);
  for (const unit of units) {
    const name = nameOf(unit);
    const members = interfaces.get(name);
    if (members === undefined) continue;
    surface.set(name, 'a class');
    addMembers(surface, members, `${name}.`);
  }
  return surface;
}

/** What the types written by hand promise: a face, the classes that it makes, and what their file exports beside them. */
function writtenIn(file: SourceFile, face: string): Surface {
  const interfaces = interfacesOf(file);
  const surface: Surface = new Map();
  addMembers(surface, interfaces.get(face) ?? []);
  for (const [name, members] of interfaces) {
    if (!members.some((member) => nameOf(member) === 'delete')) continue;
    surface.set(name, 'a class');
    addMembers(surface, members, `${name}.`);
  }
  for (const statement of file.statements) {
    if (isFunctionDeclaration(statement)) addOverload(surface, statement.name?.text ?? '?', statement.parameters);
    if (!isVariableStatement(statement)) continue;
    for (const constant of statement.declarationList.declarations) surface.set(constant.name.getText(), 'a value');
  }
  return surface;
}

/** The C exports that a lane of js/ knows of. */
function addLane(surface: Surface, file: SourceFile): void {
  const members = [...interfacesOf(file)].flatMap(([name, own]) => (name.endsWith('Lane') ? [...own] : []));
  addMembers(
    surface,
    members.filter((member) => nameOf(member).startsWith('_')),
  );
}

/** How many arguments a function takes: each overload once, and once more for each that can be left out. */
const countsOf = (overloads: Overloads): readonly number[] =>
  [
    ...new Set(
      overloads.flatMap((parameters) => {
        const least = parameters.filter(({ questionToken }) => questionToken === undefined).length;
        return Array.from({ length: parameters.length - least + 1 }, (_, more) => least + more);
      }),
    ),
  ].sort();

function wordsFor(declared: Declared | undefined): string {
  if (declared === undefined) return 'nothing';
  return typeof declared === 'string' ? declared : `takes ${countsOf(declared).join(' or ')}`;
}

const withCount = (overloads: Overloads, count: number) =>
  overloads.find((parameters) => countsOf([parameters]).includes(count)) ?? [];

/** Of each argument that Embind would refuse or alter: which, and both types. A class is its own name in both files. */
function refusedArguments(checker: Checker, bound: Overloads, written: Overloads): string[] {
  return countsOf(bound).flatMap((count) => {
    const offered = withCount(written, count);
    return withCount(bound, count).flatMap(({ type }, at) => {
      const given = offered[at]?.type;
      if (type === undefined || given === undefined || type.getText() === given.getText()) return [];
      const [target, source] = [checker.getTypeFromTypeNode(type), checker.getTypeFromTypeNode(given)];
      const fits = target !== undefined && source !== undefined && checker.isTypeAssignableTo(source, target);
      return fits ? [] : [`argument ${at + 1} of ${count} is ${given.getText()}, bound as ${type.getText()}`];
    });
  });
}

/** Files by their whole paths. `lane`: where an interface whose name ends in `Lane` declares C exports. */
export interface Declarations {
  readonly bound: string;
  readonly written: string;
  readonly face: string;
  readonly lane?: string;
}

/** All in which the two differ, by the name of what differs. `folder`: one of its own, for a file that the compiler reads. */
export function differencesIn(
  compiler: API,
  folder: string,
  { bound, written, face, lane }: Declarations,
): Record<string, string> {
  const config = join(folder, 'tsconfig.json');
  const files = [bound, written, ...(lane === undefined ? [] : [lane])];
  writeFileSync(config, JSON.stringify({ extends: base, compilerOptions: { lib: ['es2024', 'dom'] }, files }));
  using snapshot = compiler.updateSnapshot({ openProject: config });
  const project = snapshot.getProject(config);
  if (project === undefined) throw new Error(`${config} cannot be read`);
  const read = (path: string): SourceFile => {
    const file = project.program.getSourceFile(path);
    if (file === undefined) throw new Error(`${path} cannot be read`);
    return file;
  };
  const theirs = boundIn(read(bound));
  const ours = writtenIn(read(written), face);
  if (lane !== undefined) addLane(ours, read(lane));

  const found: Record<string, string> = {};
  for (const name of [...new Set([...theirs.keys(), ...ours.keys()])].sort()) {
    const [one, other] = [theirs.get(name), ours.get(name)];
    const [is, promised] = [wordsFor(one), wordsFor(other)];
    if (is !== promised) found[name] = `bound: ${is}, written: ${promised}`;
    else if (Array.isArray(one) && Array.isArray(other)) {
      const refused = refusedArguments(project.checker, one, other);
      if (refused.length > 0) found[name] = refused.join('; ');
    }
  }
  return found;
}
