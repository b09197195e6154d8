import { describe, expect, test } from 'vitest';
import type { TemplateKind } from '../../../src/features/templates/index.ts';
import { fillIn, problemsOf } from '../../../src/features/templates/liquid.ts';
import { fillWords } from '../../../src/features/templates/words-for.ts';

const names = ['contact', 'due', 'seller'];
const problemIn = (source: string): string => {
  const [first] = problemsOf(source, names);
  return first ? `${first.line}:${first.column} ${first.problem}` : 'none';
};

describe('words of a template', () => {
  test('BIL-7 values, filters and conditions are filled in; what is blank is nothing', () => {
    const source =
      'Dear {{ contact | default: "customer" }},\n\n{% if due %}Please pay by {{ due }}.{% elsif seller == "Ann" %}Hello{% else %}Thank you.{% endif %}';
    expect(problemsOf(source, names)).toEqual([]);
    expect(fillIn(source, { contact: ' ', due: undefined, seller: 'Bob' })).toBe('Dear customer,\n\nThank you.');
    expect(fillIn(source, { contact: 'Jo', due: 'May 1', seller: 'Bob' })).toBe('Dear Jo,\n\nPlease pay by May 1.');
  });

  test.each([
    ['a\nb {{ amount }}', '2:6 There is no “amount”. There are contact, due, seller.'],
    ['{{ contact.constructor }}', '1:4 There is no “contact.constructor”. There are contact, due, seller.'],
    ['a\nb {{ contact', '2:3 What begins with {{ is not closed: write }} after the name.'],
    ['a\nb {% if due', '2:3 What begins with {% is not closed: write %} after it.'],
    ['a\n {% if due %}x', '2:2 {% if due %} has no end: write {% endif %} after what it is about.'],
    ['x {% endif %}', '1:3 “endif” cannot stand here.'],
    ['{{ contact | shout }}', '1:1 There is no filter “shout”. There are default,'],
    ['{{ contact due }}', '1:1 {{ contact due }} cannot be read.'],
    ['\n{% if due == %}x{% endif %}', '2:1 {% if due == %} cannot be read.'],
    ['{{ }}', '1:4 This cannot be read.'],
  ])('BIL-7 %j says where it is wrong, and what there is', (source, said) => {
    expect(problemIn(source)).toContain(said);
  });

  test.each([
    '{% for a in (1..1000000000) %}x{% endfor %}',
    '{% tablerow a in (1..9) %}x{% endtablerow %}',
    '{{ (1..1000000000) }}',
    '{% assign a = contact %}',
    '{% capture a %}x{% endcapture %}',
    '{% include "/etc/passwd" %}',
    '{% render "x" %}',
    '{% layout "x" %}',
    '{% raw %}{{ x }}{% endraw %}',
    '{{ contact | raw }}',
    '{{ contact | replace: "", contact | replace: "", contact }}',
    '{% liquid\nif due\necho due\nendif %}',
    '{% increment due %}',
    '{{ contact["due"] }}',
  ])('BIL-7 %s is refused at its place', (source) => {
    expect(problemIn(source)).toMatch(/^\d+:\d+ /);
  });

  test('BIL-7 what is huge is refused', () => {
    expect(problemIn('x'.repeat(20_000))).not.toBe('none');
  });

  test('BIL-7 markup and Typst in words and values are text, and a value is never read as a template', () => {
    const value = '<b>#import "@preview/x" {{ seller }} {% if due %}';
    expect(problemsOf('<i>#import "y"</i> {{ contact }}', names)).toEqual([]);
    expect(fillIn('<i>#import "y"</i> {{ contact }}', { contact: value })).toBe(`<i>#import "y"</i> ${value}`);
  });

  test('BIL-7 the subject is one line, the text has no holes', () => {
    expect(
      fillWords({ subject: ' A\n{{ due }} b ', body: 'One\n\n{% if due %}Two{% endif %}\n\n  \nThree ' }, {}),
    ).toEqual({
      subject: 'A b',
      body: 'One\n\nThree',
    });
  });

  test('BIL-7 what would become too long to be edited is not made', () => {
    const body = '{{ contact }}'.repeat(100);
    expect(() => fillWords({ subject: 'x', body }, { contact: 'x'.repeat(100) })).toThrow(/Make the template shorter/);
  });

  test('a kind’s names are checked where it is written', () => {
    const kind = {
      key: 'a.b',
      label: 'A',
      values: [{ name: 'due', means: 'the day', example: 'May 1' }],
      words: { en: { subject: 's', body: 'b' }, it: { subject: 's', body: 'b' } },
    } as const satisfies TemplateKind;
    expect(kind.key).toBe('a.b');
  });
});
