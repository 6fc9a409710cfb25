/** What a YAML file of ours may hold: maps, lists, and words; flow lists and `{}` on one line. Anything else is refused. */
export type Yaml = string | readonly Yaml[] | { readonly [key: string]: Yaml };

type Line = { readonly indent: number; readonly text: string; readonly number: number };

/** Reads that part of YAML 1.2; throws at whatever it does not know. */
export function parseYaml(source: string): Yaml {
  const lines = source.split('\n').flatMap((raw, index): Line[] => {
    const text = raw.trim();
    if (text === '' || text.startsWith('#')) return [];
    if (raw.includes('\t')) throw new Error(`line ${index + 1}: a tab`);
    return [{ indent: raw.length - raw.trimStart().length, text, number: index + 1 }];
  });
  let at = 0;

  function block(indent: number): Yaml {
    const first = lines[at]!;
    return first.text.startsWith('- ') ? list(indent) : map(indent);
  }
  function map(indent: number): Yaml {
    const found: Record<string, Yaml> = {};
    while (at < lines.length && lines[at]!.indent === indent && !lines[at]!.text.startsWith('- ')) {
      const line = lines[at]!;
      const match = /^([\w./-]+):(?:\s+(.*))?$/.exec(line.text);
      if (!match) throw new Error(`line ${line.number}: not "key: value"`);
      const [, key = '', rest] = match;
      if (key in found) throw new Error(`line ${line.number}: ${key} again`);
      at += 1;
      found[key] = rest === undefined ? nested(indent, line) : scalar(rest, line);
    }
    return found;
  }
  function list(indent: number): Yaml {
    const found: Yaml[] = [];
    while (at < lines.length && lines[at]!.indent === indent && lines[at]!.text.startsWith('- ')) {
      const line = lines[at]!;
      const inner = line.text.slice(2).trimStart();
      if (/^[\w./-]+:(\s|$)/.test(inner)) {
        lines[at] = { ...line, indent: indent + line.text.length - inner.length, text: inner };
        found.push(map(lines[at]!.indent));
      } else {
        at += 1;
        found.push(scalar(inner, line));
      }
    }
    return found;
  }
  function nested(indent: number, line: Line): Yaml {
    const next = lines[at];
    if (!next || next.indent <= indent) throw new Error(`line ${line.number}: nothing below it`);
    return block(next.indent);
  }
  function scalar(text: string, line: Line): Yaml {
    if (text === '{}') return {};
    if (text.startsWith('[')) {
      const words: unknown = JSON.parse(text);
      return words as Yaml;
    }
    if (text.startsWith('"')) return JSON.parse(text) as string;
    if (/[{}[\]#&*!|>%@`]/.test(text[0]!) || /: |\s#/.test(text)) {
      throw new Error(`line ${line.number}: not plain: ${text}`);
    }
    return text;
  }

  const whole = block(0);
  if (at < lines.length) throw new Error(`line ${lines[at]!.number}: wrong indent`);
  return whole;
}
