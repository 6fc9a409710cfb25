// Parses one file: its imports, and the outer names that it uses (not declared by itself, not types).
import { parseSync } from 'vite';

/**
 * @typedef {{ specifier: string, kind: 'import' | 'export' | 'export-all' | 'dynamic', typeOnly: boolean, names: string[], line: number }} Import
 * @typedef {{ name: string, member: string | undefined, call: 'new' | 'new-empty' | 'none', line: number }} Use
 *   an outer name; member: `random` of `Math.random`; call: `new Date(x)`, `new Date()` or anything else
 * @typedef {{ path: string, imports: Import[], uses: Use[], unreadable: string | undefined }} Module
 */
/** @typedef {any} Node a node of the ESTree */

/** @param {string} path @param {string} text @returns {Module} */
export function readModule(path, text) {
  const { program, errors } = parseSync(path, text);
  const line = lineCounter(text);
  /** @type {Module} */
  const module = { path, imports: [], uses: [], unreadable: errors[0]?.message };
  const declared = new Set();
  /** @type {Use[]} */
  const uses = [];
  visit(program, undefined, '', (node, parent, key) => {
    const found = asImport(node);
    if (found) module.imports.push({ ...found, line: line(node.start) });
    if (node.type !== 'Identifier' && node.type !== 'JSXIdentifier') return;
    if (isDeclaration(parent, key)) declared.add(node.name);
    else if (isReference(parent, key)) uses.push({ ...asUse(node, parent, key), line: line(node.start) });
  });
  module.uses = uses.filter((use) => !declared.has(use.name));
  return module;
}

/** @param {Node} node @returns {Omit<Import, 'line'> | undefined} */
function asImport(node) {
  const specifier = node.source?.value;
  if (typeof specifier !== 'string') return undefined;
  const typed = node.importKind === 'type' || node.exportKind === 'type';
  const parts = node.specifiers ?? [];
  const names = parts.map((/** @type {Node} */ part) => (part.imported ?? part.local)?.name ?? '*');
  const typeOnly =
    typed ||
    (parts.length > 0 &&
      parts.every((/** @type {Node} */ part) => (part.importKind ?? part.exportKind) === 'type'));
  if (node.type === 'ImportDeclaration') return { specifier, kind: 'import', typeOnly, names };
  if (node.type === 'ExportNamedDeclaration') return { specifier, kind: 'export', typeOnly, names };
  if (node.type === 'ExportAllDeclaration') return { specifier, kind: 'export-all', typeOnly, names: ['*'] };
  if (node.type === 'ImportExpression') return { specifier, kind: 'dynamic', typeOnly: false, names: ['*'] };
  if (node.type === 'TSImportType') return { specifier, kind: 'import', typeOnly: true, names: ['*'] };
  return undefined;
}

/** @param {Node} node @param {Node} parent @param {string} key */
function asUse(node, parent, key) {
  const member = parent.type === 'MemberExpression' && key === 'object' ? memberName(parent) : undefined;
  const constructed = parent.type === 'NewExpression' && key === 'callee';
  const call = /** @type {Use['call']} */ (
    constructed ? (parent.arguments.length > 0 ? 'new' : 'new-empty') : 'none'
  );
  return { name: node.name, member, call };
}

/** @param {Node} expression */
function memberName(expression) {
  if (!expression.computed) return expression.property.name;
  return typeof expression.property.value === 'string' ? expression.property.value : undefined;
}

const PATTERNS = new Set(['ArrayPattern', 'RestElement', 'AssignmentPattern']);

/** @param {Node} parent @param {string} key where the name stands: it introduces a name of this file */
function isDeclaration(parent, key) {
  if (/^Import.*Specifier$/.test(parent.type)) return key === 'local';
  if (parent.type === 'VariableDeclarator' || /^(TSEnum|TSModule|Class|Function)/.test(parent.type))
    return key === 'id' || key === 'params';
  if (parent.type === 'CatchClause') return key === 'param';
  if (parent.type === 'Property') return parent.pattern && key === 'value';
  return parent.type === 'ArrowFunctionExpression'
    ? key === 'params'
    : PATTERNS.has(parent.type) && key !== 'right';
}

/** @param {Node} parent @param {string} key */
function isReference(parent, key) {
  if (parent.type.startsWith('TS'))
    return key === 'expression' && !/^TS(ClassImplements|InterfaceHeritage|ExpressionWith)/.test(parent.type);
  if (parent.type.startsWith('JSX')) return false;
  if (parent.type === 'MemberExpression') return key === 'object' || parent.computed;
  if (parent.type === 'Property' || /Definition$/.test(parent.type))
    return key === 'value' || parent.computed;
  return !/Specifier$|^(Labeled|Break|Continue)Statement$|^MetaProperty$|^Import/.test(parent.type);
}

/**
 * @param {Node} node @param {Node} parent @param {string} key
 * @param {(node: Node, parent: Node, key: string) => void} see
 */
function visit(node, parent, key, see) {
  see(node, parent ?? { type: 'none' }, key);
  // An object pattern's properties look like those of an object: only here is it known that they declare.
  if (node.type === 'ObjectPattern') for (const property of node.properties) property.pattern = true;
  for (const [name, value] of Object.entries(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (child && typeof child.type === 'string') visit(child, node, name, see);
    }
  }
}

/** @param {string} text @returns {(offset: number) => number} */
function lineCounter(text) {
  return (offset) => text.slice(0, offset).split('\n').length;
}
